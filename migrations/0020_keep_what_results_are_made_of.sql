-- Keeps what the names of results are hashes of, so that two runs can be told apart when neither their code nor their data is here any more.

create table result_base (
  base bytea primary key,
  -- Code, engine version, snapshot, window, settings, …, by name: see the executors.
  parts jsonb not null,
  -- The files of the code, from the folder of the strategy's own; null where they are not known. In the same order what they hold.
  file_paths text[],
  file_hashes text[],
  check (cardinality(file_paths) is not distinct from cardinality(file_hashes))
);

-- Texts of code by their SHA-256: most versions of a project share most files. Not text: it may hold what Postgres takes for none.
create table code_text (
  hash text primary key,
  content bytea not null
);
