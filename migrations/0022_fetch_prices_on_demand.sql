-- Keeps what people ask to be fetched of prices, and how far it is: see docs/data-sources.md.

create table price_fetch (
  id bigint generated always as identity primary key,
  -- What was asked for: a known series or all of them brought up to date, or an instrument of a source.
  request jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- Names who works on it; whoever takes it over has another one, so that the former one can write nothing more.
  claim uuid,
  -- Whoever works on it says so every few seconds: one who does not is dead.
  beat_at timestamptz,
  stop_asked boolean not null default false,
  progress jsonb,
  result jsonb,
  asked_by text not null,
  asked_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  check ((finished_at is null) = (state in ('queued', 'running')))
);
create index price_fetch_open on price_fetch (id) where finished_at is null;

alter table audit drop constraint audit_action_check;
alter table audit add constraint audit_action_check check (action in ('start', 'cancel', 'pause', 'unpause', 'retry',
  'clear', 'rerun', 'backfill', 'backfill_cancel', 'backfill_resume', 'ack', 'ack_ended', 'mute', 'mute_ended', 'login',
  'login_failed', 'logout', 'forbidden', 'user_add', 'user_role', 'user_password', 'user_disable', 'user_enable',
  'session_end', 'token_create', 'token_revoke', 'prune', 'prices_fetch', 'prices_cancel'));
