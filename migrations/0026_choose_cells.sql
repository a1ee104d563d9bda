-- Searches choose their cells round after round: each round is a task, and keeps the cells that were chosen for it.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check
  check (kind in ('callback', 'backtest', 'walk_forward_cells', 'walk_forward', 'cpcv_cells', 'cpcv', 'search_cells'));

create table chosen_cells (
  task_id bigint primary key references task (id) on delete cascade,
  cells int not null check (cells >= 0),
  -- The place of each cell on every axis of its grid, cell by cell: 32-bit integers, big-endian.
  places bytea not null
);
