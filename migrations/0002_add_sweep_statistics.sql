-- Adds what it takes to judge a sweep: sums of returns with each result, a ledger of all trials, and the judgement itself.

-- 32 doubles, little-endian: Σr over 16 blocks of bars, then Σr² over the same. Null for results of programs that give none.
alter table result add column block_sums bytea;

-- Of backtests: JSON of every sweep statistic, written once, when the sweep has ended.
alter table task add column judgement jsonb;

-- One row per distinct thing that was ever tried. Only grows: outlives runs and results, since forgetting
-- a bad trial would make a lucky one look better.
create table trial (
  dataset text not null,
  strategy text not null,
  -- MD5 of code, symbols, timeframe and parameters.
  id uuid not null,
  primary key (dataset, strategy, id)
);
