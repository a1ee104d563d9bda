-- Files of runs may lie in a depot that all hosts see; then they have a key in it, and bytes that they are held against.
alter table artifact
  add column key text,
  add column sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  add constraint artifact_in_depot check ((key is null) = (sha256 is null));
