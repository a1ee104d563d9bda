-- Keeps what people do to runs and DAGs, and lets runs be paused, begun again, repeated, and made for slots of the past.

-- One row per action, in the transaction of the action. No foreign keys: it outlives what it speaks of.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- Who: a person's name, or `nightgrid` for what the system does by a rule of the DAG.
  done_by text not null,
  origin text not null check (origin in ('cli', 'library', 'api', 'scheduler', 'worker')),
  action text not null check (action in ('start', 'cancel', 'pause', 'unpause', 'retry', 'clear', 'rerun', 'backfill',
    'backfill_cancel', 'backfill_resume', 'ack', 'ack_ended', 'mute', 'mute_ended')),
  dag_id text,
  run_id text,
  -- What of it: tasks, a rule, a backfill; null for all.
  target text,
  -- Why, as the person said it.
  reason text,
  -- What else was asked for.
  details jsonb
);
create index audit_dag on audit (dag_id, id);
create index audit_run on audit (run_id, id) where run_id is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'What is written in % stays as it is', tg_table_name;
end $$;
create trigger audit_only_grows before update or delete or truncate on audit
  for each statement execute function refuse_change();

insert into audit (at, done_by, origin, action, dag_id, target, reason)
select at, done_by, 'cli', event, dag_id, case when subject is null then rule else rule || '/' || subject end, note
from alarm_event where done_by is not null order by id;

-- Of a DAG: its slots are passed over. Of slots from `paused_at` to `unpaused_at` that is so for ever, whoever looks when.
alter table dag add column paused_at timestamptz, add column unpaused_at timestamptz,
  add column paused_by text, add column paused_because text;

-- An ordinary run for each slot of a schedule between two moments, so many at a time.
create table backfill (
  id bigint generated always as identity primary key,
  dag_id text not null references dag on delete cascade,
  -- The version that all its runs are of.
  dag_hash text not null references dag_version,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- Of slots that have a run already, which get another one.
  reprocess text not null check (reprocess in ('none', 'failed', 'all')),
  max_active integer not null check (max_active > 0),
  state text not null default 'running' check (state in ('running', 'cancelled', 'ended')),
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index backfill_dag on backfill (dag_id);

create table backfill_slot (
  backfill_id bigint not null references backfill on delete cascade,
  -- The order in which they are started.
  position integer not null,
  logical_date timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'started', 'skipped')),
  -- The run that was started, or for which the slot was skipped.
  run_id text references run on delete set null,
  primary key (backfill_id, position)
);
-- Which slot is next?
create index backfill_slot_waiting on backfill_slot (backfill_id, position) where state = 'waiting';
create index backfill_slot_run on backfill_slot (run_id) where run_id is not null;

-- A paused run begins nothing new; what is under way ends.
alter table run add column paused_at timestamptz, add column paused_by text, add column paused_because text,
  -- How often a person had it begun again, and when last: its time counts from then.
  add column round integer not null default 0,
  add column reopened_at timestamptz,
  -- The run that it was made after.
  add column repeats text references run on delete set null,
  add column backfill_id bigint references backfill on delete set null;
alter table run drop constraint run_trigger_check;
alter table run add constraint run_trigger_check check (trigger in ('manual', 'schedule', 'backfill'));
create index run_repeats on run (repeats) where repeats is not null;
create index run_backfill on run (backfill_id) where backfill_id is not null;
-- Which runs has a slot?
create index run_of_date on run (dag_id, logical_date);

-- A run that is begun again says what it has to say again.
alter table alert add column round integer not null default 0;
alter table alert drop constraint alert_run_id_rule_key;
alter table alert add constraint alert_run_id_rule_round_key unique (run_id, rule, round);

-- Computed anew on purpose: kept for the runs that have it, and not taken for new ones.
alter table batch add column superseded boolean not null default false;
