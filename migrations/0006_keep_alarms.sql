-- Keeps alarms: what a rule of a DAG has said night after night, who has acknowledged or muted it, and whom it has told.

-- One per rule and subject of a DAG: raised, said again, and cleared by the ends of its runs. Experiments never touch it.
create table alarm (
  id bigint generated always as identity primary key,
  dag_id text not null references dag on delete cascade,
  rule text not null,
  -- The backtest that the rule reads, or `run`.
  subject text not null,
  state text not null default 'quiet' check (state in ('quiet', 'pending', 'firing', 'undecided')),
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- Runs in a row for which the condition held, and for which it did not.
  holds integer not null default 0,
  calms integer not null default 0,
  firing_since timestamptz,
  -- Channels whose people were told that it fires, and not yet that it is over.
  told_to text[] not null default '{}',
  told boolean not null generated always as (cardinality(told_to) > 0) stored,
  fired_at timestamptz,
  undecided_at timestamptz,
  -- The last counted run had not what the rule asks for.
  undecided boolean not null default false,
  -- Why it is undecided, or what else the last run had to say of it.
  reason text,
  acked_by text,
  ack_note text,
  acked_at timestamptz,
  -- Null: until it is over.
  acked_until timestamptz,
  last_run_id text references run on delete set null,
  updated_at timestamptz not null default now(),
  unique (dag_id, rule, subject)
);
-- What is wrong now?
create index alarm_open on alarm (dag_id) where state <> 'quiet';
create index alarm_last_run on alarm (last_run_id) where last_run_id is not null;

-- Silences messages for a time; runs are evaluated all the same.
create table mute (
  id bigint generated always as identity primary key,
  -- Null: of all DAGs, of all rules.
  dag_id text,
  rule text,
  muted_by text not null,
  note text not null,
  created_at timestamptz not null default now(),
  muted_until timestamptz not null,
  -- Set when somebody ended it before its time.
  ended_at timestamptz,
  check (rule is null or dag_id is not null)
);
-- Which mutes hold now?
create index mute_live on mute (muted_until) where ended_at is null;

-- The history of alarms: what runs did to them, and what people did. Outlives runs.
create table alarm_event (
  id bigint generated always as identity primary key,
  -- Null: of all DAGs, of all rules, of all subjects.
  dag_id text,
  rule text,
  subject text,
  run_id text references run on delete set null,
  at timestamptz not null default now(),
  event text not null check (event in ('pending', 'fired', 'repeated', 'held_back', 'muted', 'acknowledged', 'undecided',
    'calming', 'recovered', 'ended', 'insignificant', 'ack', 'ack_ended', 'mute', 'mute_ended')),
  -- Of what people did; null for runs.
  done_by text,
  note text,
  until timestamptz
);
create index alarm_event_alarm on alarm_event (dag_id, rule, id);
create index alarm_event_run on alarm_event (run_id) where run_id is not null;

-- What the rules of later nights compare with: the best cell, the statistics and the counts of a run that succeeded.
create table run_figures (
  run_id text primary key references run on delete cascade,
  dag_id text not null,
  ended_at timestamptz not null default now(),
  figures jsonb not null
);
-- What did the last nights of this DAG bring?
create index run_figures_dag on run_figures (dag_id, ended_at desc);

alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check
  check (kind in ('fired', 'undecided', 'recovered', 'notice', 'summary'));

-- Messages of one thread reach a channel in their order: a recovery never overtakes its alarm.
alter table delivery add column thread text;
-- Waits for the end of quiet hours, which sends one summary of all that waited.
alter table delivery add column held boolean not null default false;
-- The delivery that carries the summary in which this one was told.
alter table delivery add column summary_id bigint references delivery on delete set null;
-- Receivers that were refused for good: they are not tried again.
alter table delivery add column refused text[] not null default '{}';
alter table delivery drop constraint delivery_state_check;
alter table delivery add constraint delivery_state_check
  check (state in ('pending', 'delivered', 'partly_delivered', 'failed', 'not_configured', 'summarised'));
-- What waits before this one in its thread?
create index delivery_thread on delivery (channel, thread, id) where state = 'pending';
create index delivery_summary on delivery (summary_id) where summary_id is not null;
