-- The comparison of a backtest with the run before is a task of its own; the kinds that there are by now stay, whichever they are.
do $$
declare
  kinds text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'task'::regclass and conname = 'task_kind_check');
begin
  alter table task drop constraint task_kind_check;
  execute 'alter table task add constraint task_kind_check ' || replace(kinds, '])', ', ''regression''::text])');
end $$;
