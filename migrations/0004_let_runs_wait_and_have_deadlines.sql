-- Lets a run wait for its data before it is planned, and keeps by when it ought to end.

-- What it waits for (`Wait` of src/store/run/waits.ts); null when it does not wait, or waits no longer. A run that waits has no
-- tasks yet, and is ended only when it was told to stop.
alter table run add column waits_for jsonb;
-- Null while the run is held: its time counts from when it waits for nothing else.
alter table run add column wait_until timestamptz;
-- When somebody looks for the data again; who moves it on is the one who looks.
alter table run add column look_at timestamptz;
-- Which runs are to be looked after?
create index run_waiting on run (look_at) where waits_for is not null and finished_at is null;

-- The last day whose data the run may use although it need not be over by the clock, YYYY-MM-DD; pinned, since calendars are
-- corrected at times.
alter table run add column data_through text;

-- Of runs of a slot whose DAG says `must_finish_by`.
alter table run add column must_finish_at timestamptz;
-- Which runs may have to be warned of?
create index run_deadline on run (must_finish_at) where must_finish_at is not null and finished_at is null;
