-- Keeps what requests with an Idempotency-Key were answered, so that one that is sent again is not done again.
create table request_answer (
  -- Who asked, and with which key.
  asked_by text not null,
  key text not null,
  -- Method, address and body, hashed: the same key for something else is a fault of the client.
  request_hash text not null,
  -- The run that it starts, if it starts one: known before it is done, so that it is started once whatever happens between.
  run_id text not null,
  -- Null while it is being done.
  status integer,
  headers jsonb,
  body text,
  asked_at timestamptz not null default now(),
  -- Whoever does it has this long; after that it is taken to be lost, and may be done by a request that comes again.
  held_until timestamptz not null,
  primary key (asked_by, key)
);
create index request_answer_age on request_answer (asked_at);
