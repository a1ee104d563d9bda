-- Keeps accounts, sessions, tokens and what is good for one use, and lets the audit say how somebody was known.

create table account (
  id bigint generated always as identity primary key,
  -- Who vouches for them: `local` (a password of ours), else the issuer of an identity provider.
  issuer text not null default 'local',
  -- What the issuer calls them for ever. An e-mail address is none: it may be given to somebody else.
  subject text not null,
  -- What people call them; unique, so that the audit is.
  name text not null unique,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  -- argon2id as a PHC string; null: no password signs this account in.
  password_hash text,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  unique (issuer, subject)
);

-- Whoever has the secret is signed in. It is kept nowhere: only its SHA-256.
create table session (
  id bigint generated always as identity primary key,
  sha256 bytea not null unique,
  -- Null: nobody's, through a one-time link or the login of developers. Then the role stands here.
  account_id bigint references account on delete cascade,
  name text,
  role text check (role in ('viewer', 'operator', 'admin')),
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  address text,
  agent text,
  check ((account_id is null) = (role is not null)),
  check ((account_id is null) = (name is not null))
);
create index session_account on session (account_id) where account_id is not null;

create table token (
  id bigint generated always as identity primary key,
  sha256 bytea not null unique,
  -- The part of the token that may be seen.
  prefix text not null unique,
  name text not null,
  role text not null check (role in ('viewer', 'operator', 'admin')),
  -- Null: all.
  dags text[],
  -- Whose it is, and with whom it ends; null: made by whoever may write to this database.
  account_id bigint references account on delete cascade,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index token_account on token (account_id) where account_id is not null;

-- Good for one use, and deleted by it: the link of a new service, and a sign-in that is under way at an identity provider.
create table one_time (
  sha256 bytea primary key,
  kind text not null check (kind in ('link', 'oidc')),
  facts jsonb not null,
  expires_at timestamptz not null
);

-- How often somebody tried to sign in since the window began, by account and by address. Here, since there may be several processes.
create table login_window (
  key text primary key,
  started_at timestamptz not null default now(),
  tries integer not null
);

alter table audit
  -- How they were known; null for what the system does.
  add column how text check (how in ('session', 'token', 'proxy', 'library', 'cli', 'none')),
  add column address text,
  add column request_id text;
alter table audit drop constraint audit_action_check;
alter table audit add constraint audit_action_check check (action in ('start', 'cancel', 'pause', 'unpause', 'retry',
  'clear', 'rerun', 'backfill', 'backfill_cancel', 'backfill_resume', 'ack', 'ack_ended', 'mute', 'mute_ended', 'login',
  'login_failed', 'logout', 'forbidden', 'user_add', 'user_role', 'user_password', 'user_disable', 'user_enable',
  'session_end', 'token_create', 'token_revoke'));
