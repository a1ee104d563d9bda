-- Indexes what pages of the service ask of 100,000 runs, and lets workers say which version they are.

-- What ran last, of all DAGs and of one? With the id, so that a page begins exactly where the one before it ended.
drop index run_latest;
create index run_latest on run (created_at desc, id desc);
create index run_of_dag on run (dag_id, created_at desc, id desc);
-- Few runs end so: without this, looking for them among those that succeeded reads them all.
create index run_went_wrong on run (state, created_at desc, id desc) where state in ('failed', 'cancelled');
-- Which runs are of these days?
create index run_logical on run (logical_date);
-- Which run begins like this? Bytes, since other collations do not sort by prefixes.
create index run_prefix on run (id collate "C");
-- How long did the runs take that ended lately?
create index run_finished on run (finished_at) where finished_at is not null;

-- Of Nightgrid; null of workers that were started before they said so.
alter table worker add column version text;
