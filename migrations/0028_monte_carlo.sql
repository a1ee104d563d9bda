-- A Monte Carlo study of a backtest is one task: it needs no cells of its own.
do $$
declare
  known text := pg_get_constraintdef(oid) from pg_constraint where conname = 'task_kind_check';
begin
  alter table task drop constraint task_kind_check;
  execute format('alter table task add constraint task_kind_check %s',
    replace(known, '])', ', ''monte_carlo''::text])'));
end $$;
