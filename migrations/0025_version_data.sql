-- Remembers which data each dataset had when, and which of them a run has read.

create table dataset_version (
  id bigint generated always as identity primary key,
  -- A name of the catalogue, or the files that a DAG names, from the project's folder.
  dataset text not null,
  version integer not null check (version > 0),
  -- How it is read, as canonical JSON, where a DAG says more of it than the dataset: other values for the same files.
  -- Not in the index: it may be longer than a row of one.
  reading text not null,
  -- The name of the manifest of all that was known.
  snapshot_id text not null check (snapshot_id ~ '^[0-9a-f]{64}$'),
  parent_id bigint references dataset_version,
  -- The clock of the database, and later than that of any earlier version: hosts may be days off.
  known_at timestamptz not null,
  -- Whether all symbols of the dataset have been read; else some that runs have asked for.
  is_whole boolean not null,
  symbols integer not null,
  bars bigint not null,
  -- Canonical JSON, packed with zstd: any host knows what a version is made of, also one that has none of its chunks.
  manifest bytea not null,
  -- Null where the host that wrote it did not have the chunks of its parent.
  changes json,
  -- Who had it read, by what, where. The run may be gone.
  run_id text,
  command text not null,
  actor text,
  source text not null,
  host text not null,
  -- A number is given once, however many write at a time.
  unique (dataset, version)
);

-- What was known of a dataset at a moment, and what is the latest?
create index dataset_version_known on dataset_version (dataset, known_at desc);
-- Which versions hold the chunks of a snapshot?
create index dataset_version_snapshot on dataset_version (snapshot_id);

alter table run add column dataset_version_ids bigint[] not null default '{}';
-- What a run reads must be written down before it has succeeded. Runs of before this have no version of their data.
alter table run add column reads text default 'unversioned' check (reads in ('versioned', 'own', 'unversioned'));
alter table run alter column reads drop default;
alter table run add constraint run_is_pinned check (state <> 'succeeded' or coalesce(reads in ('own', 'unversioned')
  or (reads = 'versioned' and cardinality(snapshot_ids) > 0 and cardinality(dataset_version_ids) > 0), false));

alter table task add column dataset_version_id bigint references dataset_version;
alter table task add column reads text check (reads in ('versioned', 'own', 'unversioned'));
update task set reads = case when snapshot_id is null then 'own' else 'unversioned' end where kind = 'backtest';
alter table task add constraint task_is_pinned check (state <> 'succeeded' or kind <> 'backtest' or coalesce(
  reads in ('own', 'unversioned') or (reads = 'versioned' and snapshot_id is not null and dataset_version_id is not null),
  false));
-- Which runs have read a version?
create index task_dataset_version on task (dataset_version_id) where dataset_version_id is not null;
