-- Keeps prices that come over the wire, and what they were before they were revised: see docs/data-sources.md.

-- What a symbol stands for. Symbols are not unique at the sources (there are hundreds of coins called BTC): whoever fetches one
-- for the first time says which id is meant, and that stays.
create table instrument (
  source text collate "C" not null,
  -- The name in DAG files.
  symbol text collate "C" not null,
  -- What the source calls it, such as bitcoin.
  id text collate "C" not null,
  name text,
  -- Of all its prices; ADJUSTMENTS in code.
  adjustment text not null default 'raw' check (adjustment in ('raw', 'split', 'dividend', 'all')),
  added_at timestamptz not null default now(),
  primary key (source, symbol)
);
create index instrument_by_id on instrument (source, id);

-- What is known of one symbol in one timeframe. Whoever writes rows of it holds this row.
create table price_series (
  source text collate "C" not null,
  symbol text collate "C" not null,
  timeframe text collate "C" not null,
  -- What the source was asked for and has answered, with bars or with none: written with the rows of each page, so that whoever
  -- goes on after a crash asks for the rest and for nothing else.
  covered tstzmultirange not null default '{}',
  -- Of its last change, in whole milliseconds; it only ever grows, so that it names one state of the rows. Null: there are none.
  known_at timestamptz,
  asked_at timestamptz,
  primary key (source, symbol, timeframe),
  foreign key (source, symbol) references instrument (source, symbol)
);

-- Bars as they are known now; a partition for each year, made when it is needed.
create table ohlcv (
  source text collate "C" not null,
  symbol text collate "C" not null,
  timeframe text collate "C" not null,
  -- When the bar opens: midnight UTC of its day for daily bars.
  ts timestamptz not null,
  open float8 not null,
  high float8 not null,
  low float8 not null,
  close float8 not null,
  -- 0 where the source has none.
  volume float8 not null,
  -- How it came about where it is not the source's own bar, such as hourly_points.
  derived text,
  known_at timestamptz not null,
  primary key (source, symbol, timeframe, ts),
  -- NaN is above infinity.
  check (low > 0 and low <= open and low <= close and high >= open and high >= close and high < 'infinity'),
  check (volume >= 0 and volume < 'infinity')
) partition by range (ts);

-- What bars were before the source gave them otherwise. Read with ohlcv, the past can be had as it was known at any moment.
create table ohlcv_revised (
  source text collate "C" not null,
  symbol text collate "C" not null,
  timeframe text collate "C" not null,
  ts timestamptz not null,
  open float8 not null,
  high float8 not null,
  low float8 not null,
  close float8 not null,
  volume float8 not null,
  derived text,
  known_from timestamptz not null,
  known_until timestamptz not null,
  primary key (source, symbol, timeframe, ts, known_from),
  check (known_from < known_until)
);

-- Units in circulation as a source told them; a partition for each year.
create table supply (
  source text collate "C" not null,
  symbol text collate "C" not null,
  ts timestamptz not null,
  circulating float8,
  total float8,
  max float8,
  known_at timestamptz not null default now(),
  primary key (source, symbol, ts)
) partition by range (ts);

-- Splits and dividends as a source tells them; one that it tells otherwise later, or no longer, keeps its row until then.
create table corporate_action (
  source text collate "C" not null,
  symbol text collate "C" not null,
  kind text not null check (kind in ('split', 'dividend')),
  ex_date date not null,
  -- Of a split: new units for each old one. Of a dividend: cash per unit.
  amount float8 not null check (amount > 0 and amount < 'infinity'),
  known_from timestamptz not null,
  -- Null: it is told still.
  known_until timestamptz,
  primary key (source, symbol, kind, ex_date, known_from)
);

-- When the next call of a source may be made with a key, whichever process makes it.
create table token_bucket (
  source text collate "C" not null,
  -- SHA-256, never the key; empty for calls without one.
  key_hash text collate "C" not null,
  next_at timestamptz not null,
  primary key (source, key_hash)
);

-- What a snapshot of stored prices was read from, so that any host can make it again: each symbol as it was known then.
create table price_pin (
  snapshot_id text collate "C" primary key,
  request jsonb not null,
  pinned_at timestamptz not null default now()
);
