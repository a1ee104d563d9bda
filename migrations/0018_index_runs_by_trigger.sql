-- Runs of one trigger, the latest first: without it, those of one that few runs have are looked for among all.
create index run_trigger on run (trigger, created_at desc, id desc);
