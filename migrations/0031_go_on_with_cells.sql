-- Keeps how the cells of a sweep stand after their last bar: a night that adds bars goes on from there.
create table standing (
  -- Whose results these are; gone with them.
  batch_id bigint primary key references batch (id) on delete cascade,
  -- All that decides how a cell stands but the bars: code, engine, settings, grid.
  name bytea not null,
  -- How many bars were traded, and a hash of these.
  bars integer not null,
  past bytea not null,
  first_cell integer not null,
  last_cell integer not null,
  -- Number of each cell, ascending, big-endian int32; null: `first_cell` and those that follow it.
  numbers bytea,
  cells integer not null,
  -- Of each cell as many doubles, little-endian, as there are places in `engine/extend/cell-standing.ts`.
  standings bytea not null
);
alter table standing alter numbers set storage external, alter standings set storage external;
-- Which nights are there, and which cells of one.
create index standing_name on standing (name, past, first_cell);

-- Cells that were gone on with, and from how many bars; null for none.
alter table task add column cells_extended integer not null default 0, add column extended_from integer;
