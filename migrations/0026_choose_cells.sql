-- Searches choose their cells round after round: each round is a task, and keeps the cells that were chosen for it.
do $$
declare
  known text := pg_get_constraintdef(oid) from pg_constraint where conname = 'task_kind_check';
begin
  alter table task drop constraint task_kind_check;
  execute format('alter table task add constraint task_kind_check %s',
    replace(known, '])', ', ''search_cells''::text])'));
end $$;

create table chosen_cells (
  task_id bigint primary key references task (id) on delete cascade,
  cells int not null check (cells >= 0),
  -- The place of each cell on every axis of its grid, cell by cell: 32-bit integers, big-endian.
  places bytea not null
);
