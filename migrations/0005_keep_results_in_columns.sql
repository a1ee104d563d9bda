-- Keeps results as columns of whole ranges: a row per cell and per result took 545 bytes a cell, and seconds to rank.

create table batch (
  id bigint generated always as identity primary key,
  -- What all its results have in common; with the parameters of a cell, the name of a result (I2).
  base bytea not null,
  -- Which sweep computed it. No foreign key: results outlive their run.
  task_id bigint not null,
  cells integer not null,
  -- The metrics, in the order of `metrics`.
  names text[] not null,
  -- Doubles, big-endian, NaN where undefined: all cells of the first metric, then of the second, …
  metrics bytea not null,
  -- In the same layout a byte each: 0 where the metric is defined, else 1 + the index into UNDEFINED_REASONS. Null: all are.
  reasons bytea,
  -- Entries that were refused, by row and reason; null for none.
  refused json,
  -- JSON array of the parameters of each cell.
  params text not null,
  -- Rows of which returns were summed, as big-endian int32; null for all.
  summed_rows bytea,
  -- Of each of these: Σr over 16 blocks of bars, then Σr² over the same, as little-endian doubles. Null for none.
  block_sums bytea
);
-- Slices of these are read: whole and as they are, they need no unpacking.
alter table batch alter metrics set storage external, alter reasons set storage external,
  alter block_sums set storage external, alter summed_rows set storage external;
create index batch_base on batch (base, id);

-- Which rows of which batch are cells of a sweep. No foreign keys, as in `cell` before; gone with the task (see the trigger).
create table sweep_part (
  task_id bigint not null,
  first_cell integer not null,
  last_cell integer not null,
  batch_id bigint not null,
  state text not null check (state in ('succeeded', 'cached')),
  cells integer not null,
  -- Number of each cell, ascending, big-endian int32; null: `first_cell` and those that follow it.
  numbers bytea,
  -- The row of each cell in the batch; null: the first, the second, …
  rows bytea,
  primary key (task_id, first_cell)
);
alter table sweep_part alter numbers set storage external, alter rows set storage external;

create table failed_cell (
  task_id bigint not null,
  cell integer not null,
  error jsonb not null,
  primary key (task_id, cell)
);

-- Batches up to this one were looked through when the sweep began; null before.
alter table task add column known_batch bigint;
-- Does another sweep compute the same at this moment?
create index task_computing on task (base) where state = 'running';

-- What is there already: of each sweep the results that no sweep before it had, as one batch, and its cells as parts of batches.
do $$
declare
  swept constant text[] := array['total_return', 'cagr', 'sharpe', 'sortino', 'calmar', 'volatility', 'max_drawdown',
    'max_drawdown_bars', 'win_rate', 'profit_factor', 'expectancy', 'total_trades', 'open_trades', 'avg_duration', 'total_fees',
    'fee_per_trade', 'cost_drag_bps', 'gross_total_return', 'gross_cagr', 'exposure', 'turnover', 'skew', 'kurtosis', 'final_equity'];
  known_reasons constant text[] := array['no_trades', 'no_closed_trades', 'no_losing_trades', 'zero_variance', 'zero_drawdown',
    'too_few_bars', 'bankrupt', 'not_computed', 'no_losing_bars', 'no_decay', 'too_few_cells', 'too_many_cells', 'no_neighbours',
    'nothing_gained', 'steady_gain'];
  sweep record;
  made bigint;
begin
  create temporary table place (base bytea, key bytea, batch_id bigint, row integer, primary key (base, key)) on commit drop;
  for sweep in select id, base from task where base is not null order by id loop
    create temporary table fresh on commit drop as
      select cell.cell, result.*, row_number() over (order by cell.cell) - 1 as row
      from cell join result on result.base = sweep.base and result.key = cell.result_key
      where cell.task_id = sweep.id
        and not exists (select from place where place.base = sweep.base and place.key = cell.result_key);
    if exists (select from fresh) then
      with name as (
        select name, row_number() over (order by position, name) as position from (
          select name, position from unnest(swept) with ordinality as known (name, position)
          union all
          select distinct computed.name, 1000 from fresh, jsonb_object_keys(fresh.reasons) as computed (name)
          where computed.name <> 'refused' and computed.name <> all (swept)) as all_names
      ), document as materialized (
        select row, to_jsonb(fresh) - 'params' - 'block_sums' as metrics, fresh.reasons from fresh
      ), value as (
        select name.position, document.row,
          coalesce((document.metrics ->> name.name)::float8, case jsonb_typeof(document.reasons -> name.name)
            when 'number' then (document.reasons ->> name.name)::float8 end, 'NaN') as number,
          coalesce(case jsonb_typeof(document.reasons -> name.name)
            when 'string' then array_position(known_reasons, document.reasons ->> name.name) end, 0) as reason
        from document cross join name
      )
      insert into batch (base, task_id, cells, names, metrics, reasons, refused, params, block_sums, summed_rows)
      select sweep.base, sweep.id, (select count(*) from fresh), (select array_agg(name order by position) from name),
        (select string_agg(float8send(number), '' order by position, row) from value),
        (select string_agg(decode(lpad(to_hex(reason), 2, '0'), 'hex'), '' order by position, row) from value having max(reason) > 0),
        (select json_object_agg(row, fresh.reasons -> 'refused') from fresh where fresh.reasons ? 'refused'),
        (select json_agg(params order by row)::text from fresh),
        (select string_agg(block_sums, '' order by row) from fresh),
        (select string_agg(int4send(row::int), '' order by row) from fresh
          where block_sums is not null having count(*) < (select count(*) from fresh))
      returning id into made;
      insert into place select sweep.base, key, made, row from fresh;
    end if;
    drop table fresh;
    insert into sweep_part (task_id, first_cell, last_cell, batch_id, state, cells, numbers, rows)
    select sweep.id, min(cell.cell), max(cell.cell), place.batch_id, min(cell.state), count(*),
      string_agg(int4send(cell.cell), '' order by cell.cell), string_agg(int4send(place.row), '' order by cell.cell)
    from cell join place on place.base = sweep.base and place.key = cell.result_key
    where cell.task_id = sweep.id group by place.batch_id, cell.state;
    insert into failed_cell select task_id, cell, error from cell where task_id = sweep.id and state = 'failed';
  end loop;
end $$;

drop trigger cell_follows_task on task;
drop function drop_cells;
drop table cell, result;

create function drop_cells() returns trigger language plpgsql as $$
begin
  delete from sweep_part using gone where sweep_part.task_id = gone.id;
  delete from failed_cell using gone where failed_cell.task_id = gone.id;
  return null;
end $$;
create trigger cells_follow_task after delete on task
  referencing old table as gone for each statement execute function drop_cells();

-- The ledger of trials, a row for all that was tried in one room (costs, rules, code, …) of a dataset and a strategy. Only grows.
-- `trial` keeps what was tried before; a trial that is made again moves over, so that none counts twice.
create table trial_set (
  dataset text not null,
  strategy text not null,
  -- SHA-256 of what makes equal parameters another trial.
  room text not null,
  trials integer not null default 0,
  -- 64-bit hashes of the parameters of each, ascending.
  hashes bytea not null default '',
  -- SHA-256 of grids of which every cell is among them.
  grids text[] not null default '{}',
  primary key (dataset, strategy, room)
);
alter table trial_set alter hashes set storage external;
