-- Lets an attempt wait for work outside of all workers, such as a job of a batch service: it has no worker, and no slot of one.

-- Null: what it waits for goes on elsewhere, under its external id. No worker's death concerns it.
alter table attempt alter column worker_id drop not null;
-- When to look next how that work stands; null of attempts that a worker has in its hands, and of ended ones.
alter table attempt add column look_at timestamptz;
-- Which looks are due? The others are not in it, so their moves stay cheap.
create index attempt_look on attempt (look_at) where look_at is not null;
-- Of backtests whose cells are computed outside: cells that are out at a time; null for no limit.
alter table task add column max_cells_out integer check (max_cells_out > 0);
