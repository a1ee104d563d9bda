-- Gives runs a priority, limits to what runs at a time, and a key by which they are submitted once; ranges of cells get tries of their own.

alter table run add column priority text not null default 'normal' check (priority in ('high', 'normal', 'low'));
-- Names of `slot_limit` that hold for all tasks of the run, besides the queue of its priority; null for none.
alter table run add column limits text[];
-- What was asked for (see src/runs/start/dedupe-key.ts); null unless it was asked for by --dedupe.
alter table run add column dedupe_key text;
-- One run per key that has not failed and is not being stopped: two that are asked for at once are one.
create unique index run_dedupe on run (dedupe_key)
  where dedupe_key is not null and stopping is null and state in ('queued', 'running', 'succeeded');

-- Each attempt takes so many slots, and so much memory, of the pool; null for none.
alter table task add column pool text;
alter table task add column pool_slots integer not null default 1 check (pool_slots > 0);
alter table task add column memory_mb integer not null default 0 check (memory_mb >= 0);
-- Of backtests: from their beginning to their end; null for no limit.
alter table task add column timeout_ms bigint;
-- Workers that it may lose; see `retry.on.lost_worker`.
alter table task add column max_kills integer not null default 3;

-- Tries that have failed at the cells of a range, or at some of them; not those that a worker died over (I4).
alter table attempt add column tries integer not null default 0;
alter table spare_range add column tries integer not null default 0;
-- When they are to be tried again; null: at once.
alter table spare_range add column run_after timestamptz;
-- Why they are tried again; null when a worker was lost.
alter table spare_range add column error jsonb;

-- What may run at a time: of a pool (`pool:gpu`) and of a priority (`queue:low`), as people have set it; of a DAG (`dag:…`, and
-- `runs:…` for its runs) and of a run (`run:…`), as the DAG file says. A name without a row has no limit.
create table slot_limit (
  name text primary key,
  slots integer not null check (slots >= 0),
  -- Null: only slots are counted.
  memory_mb integer check (memory_mb >= 0),
  run_id text references run on delete cascade
);
create index slot_limit_run on slot_limit (run_id) where run_id is not null;

-- What a running attempt takes of a limit; none of attempts without limits. Counted together with the attempt's state (I8).
create table held_slot (
  attempt_id bigint not null references attempt on delete cascade,
  name text not null,
  slots integer not null,
  memory_mb integer not null,
  primary key (attempt_id, name)
);
create index held_slot_name on held_slot (name);

-- Tasks that found a limit reached, in their order. It only says whom to wake: one that is here for nothing is passed over.
create table slot_wait (
  task_id bigint primary key references task on delete cascade,
  name text not null,
  ranked_at timestamptz not null
);
create index slot_wait_order on slot_wait (name, ranked_at, task_id);
