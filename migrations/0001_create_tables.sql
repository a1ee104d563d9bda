-- Creates all tables of Nightgrid: definitions, runs, tasks, attempts, cells, results, workers, alerts.
-- State columns repeat the tuples of src/core/states.ts; test/store/schema.test.ts holds both equal.

create table dag_version (
  hash text primary key,
  dag_id text not null,
  yaml text not null,
  -- json, not jsonb: the order of parameters is that of tables and files.
  spec json not null,
  created_at timestamptz not null default now()
);

create table dag (
  id text primary key,
  file text not null,
  -- The last good version; it keeps its schedule while the file is broken.
  hash text references dag_version,
  state text not null check (state in ('ok', 'error', 'removed')),
  error jsonb,
  -- Slots before this moment were never promised: it moves when the schedule changes. Null until a scheduler takes it up.
  scheduled_since timestamptz,
  updated_at timestamptz not null default now()
);

create table run (
  id text primary key,
  dag_id text not null references dag,
  dag_hash text not null references dag_version,
  logical_date timestamptz not null,
  tick_at timestamptz,
  trigger text not null check (trigger in ('manual', 'schedule')),
  overrides jsonb not null default '{}',
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  reason text,
  -- A held run waits for the previous run of its DAG (overlap: queue); none of its tasks has a job.
  held boolean not null default false,
  -- Set once by cancel, time-out or replacement: nothing new starts, and the run ends in this state.
  stopping text check (stopping in ('failed', 'cancelled')),
  code_hash text not null,
  snapshot_ids text[] not null,
  seed bigint not null,
  cells_total integer not null,
  cells_done integer not null default 0,
  cells_succeeded integer not null default 0,
  cells_cached integer not null default 0,
  cells_failed integer not null default 0,
  -- Tasks that have not ended; the transaction that brings it to 0 asks for the end of the run.
  open_tasks integer not null,
  timeout_ms bigint not null,
  deadline_at timestamptz,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  -- I1: any number of schedulers, one run per tick.
  unique (dag_id, tick_at)
);

-- Which runs have not ended?
create index run_open on run (dag_id, created_at) where finished_at is null;
-- What ran last?
create index run_latest on run (created_at desc);

create table tick (
  dag_id text not null references dag,
  tick_at timestamptz not null,
  outcome text not null check (outcome in ('started', 'queued', 'skipped', 'missed')),
  run_id text references run on delete set null,
  decided_at timestamptz not null default now(),
  primary key (dag_id, tick_at)
);

create table task (
  id bigint generated always as identity primary key,
  run_id text not null references run on delete cascade,
  key text not null,
  position integer not null,
  -- Position in the DAG's before, backtests or after list.
  spec_index integer not null,
  kind text not null check (kind in ('callback', 'backtest')),
  phase text not null check (phase in ('before', 'backtest', 'after')),
  state text not null default 'waiting'
    check (state in ('waiting', 'queued', 'running', 'succeeded', 'failed', 'skipped', 'cancelled')),
  trigger_rule text not null
    check (trigger_rule in ('all_success', 'all_done', 'one_failed', 'none_failed', 'min_success')),
  min_success double precision,
  -- Needed tasks that have not ended.
  unmet integer not null,
  -- Failed tries that count against the retry limit; losing a worker does not (I4).
  attempts integer not null default 0,
  -- Workers that died while they had this task (callbacks; for sweeps see spare_range).
  kills integer not null default 0,
  run_after timestamptz,
  error jsonb,
  output jsonb,
  -- Of backtests only. `base` is the part of the result key that all cells share.
  base bytea,
  snapshot_id text,
  code_hash text,
  cells_total integer not null default 0,
  cells_done integer not null default 0,
  cells_succeeded integer not null default 0,
  cells_cached integer not null default 0,
  cells_failed integer not null default 0,
  next_cell integer not null default 0,
  -- Measured cost of one cell in milliseconds; sizes the ranges.
  cell_ms double precision,
  started_at timestamptz,
  finished_at timestamptz,
  unique (run_id, key)
)
-- A task changes its state three times. Room in the page, and no index that depends on the state, keep that cheap.
with (fillfactor = 60);

-- Written with the tasks of a run and gone with them (see the trigger). No foreign keys: checking them costs
-- more than all else about starting a run of 10,000 tasks.
create table task_need (
  needed_id bigint not null,
  task_id bigint not null,
  primary key (needed_id, task_id)
);
create function drop_task_needs() returns trigger language plpgsql as $$
begin
  delete from task_need using gone where task_need.task_id = gone.id;
  return null;
end $$;
create trigger task_need_follows_task after delete on task
  referencing old table as gone for each statement execute function drop_task_needs();
create index task_need_task on task_need (task_id);

create table worker (
  id text primary key,
  host text not null,
  pid integer not null,
  slots integer not null,
  -- graphile-worker's pool ids, to unlock their jobs when this worker is dead.
  pools text[] not null default '{}',
  state text not null default 'live' check (state in ('live', 'stopped', 'dead')),
  -- All it had was taken back after its end.
  reaped boolean not null default false,
  started_at timestamptz not null default now(),
  -- All leases of a worker are live until this moment; its heartbeat moves it on (I3, I8).
  alive_until timestamptz not null
);
create index worker_live on worker (alive_until) where state = 'live';

create table attempt (
  -- Also the fencing token: a commit names its attempt and fails unless that still runs (I2).
  id bigint generated always as identity primary key,
  task_id bigint not null references task on delete cascade,
  -- No foreign key: it would be checked for every claim, and workers outlive their attempts.
  worker_id text not null,
  -- Cells [from_cell, to_cell) of a sweep; null for a callback.
  from_cell integer,
  to_cell integer,
  -- Workers that this range has already killed.
  kills integer not null default 0,
  state text not null default 'running' check (state in ('running', 'succeeded', 'failed', 'lost', 'cancelled')),
  error jsonb,
  started_at timestamptz not null default now(),
  finished_at timestamptz
)
with (fillfactor = 80);
create index attempt_task on attempt (task_id);
-- Which leases does a worker have?
create index attempt_worker on attempt (worker_id, started_at);

-- Ranges that lost their worker; taken before new ones.
create table spare_range (
  task_id bigint not null references task on delete cascade,
  from_cell integer not null,
  to_cell integer not null,
  kills integer not null,
  primary key (task_id, from_cell)
);

create table result (
  base bytea not null,
  -- SHA-256 over `base` and the canonical parameters of the cell.
  key bytea not null,
  params jsonb not null,
  total_return double precision,
  cagr double precision,
  sharpe double precision,
  sortino double precision,
  calmar double precision,
  volatility double precision,
  max_drawdown double precision,
  max_drawdown_bars double precision,
  win_rate double precision,
  profit_factor double precision,
  expectancy double precision,
  total_trades double precision,
  open_trades double precision,
  avg_duration double precision,
  total_fees double precision,
  fee_per_trade double precision,
  cost_drag_bps double precision,
  gross_total_return double precision,
  gross_cagr double precision,
  exposure double precision,
  turnover double precision,
  skew double precision,
  kurtosis double precision,
  final_equity double precision,
  -- Metric id → reason, for the metrics that are null (I10).
  reasons jsonb,
  -- I2: one result per key. By base first: a sweep looks for all of its base, and writes into one part of the index.
  primary key (base, key)
);

-- No foreign keys: checking them costs as much as the insert itself. Cells go with their task (see the trigger),
-- results only after their last cell.
create table cell (
  task_id bigint not null,
  cell integer not null,
  state text not null check (state in ('succeeded', 'cached', 'failed')),
  -- With the `base` of the task, the key of `result`.
  result_key bytea,
  error jsonb,
  primary key (task_id, cell),
  check ((state = 'failed') = (result_key is null))
);

create function drop_cells() returns trigger language plpgsql as $$
begin
  delete from cell using gone where cell.task_id = gone.id;
  return null;
end $$;
create trigger cell_follows_task after delete on task
  referencing old table as gone for each statement execute function drop_cells();

create table log (
  id bigint generated always as identity primary key,
  run_id text not null references run on delete cascade,
  task_id bigint references task on delete cascade,
  at timestamptz not null,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  message text not null,
  fields jsonb
);
create index log_run on log (run_id, id);

create table passed_value (
  run_id text not null references run on delete cascade,
  name text not null,
  value jsonb not null,
  primary key (run_id, name)
);

create table artifact (
  run_id text not null references run on delete cascade,
  name text not null,
  path text not null,
  bytes bigint not null,
  created_at timestamptz not null default now(),
  primary key (run_id, name)
);

create table alert (
  id bigint generated always as identity primary key,
  run_id text not null references run on delete cascade,
  rule text not null,
  kind text not null check (kind in ('fired', 'undecided', 'recovered', 'notice')),
  message jsonb not null,
  created_at timestamptz not null default now(),
  -- One message per run and rule, however many cells failed.
  unique (run_id, rule)
);

create table delivery (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alert on delete cascade,
  channel text not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed', 'not_configured')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  idempotency_key text not null,
  last_error text,
  delivered_at timestamptz,
  unique (alert_id, channel)
);
-- What has to be sent now?
create index delivery_due on delivery (next_at) where state = 'pending';
