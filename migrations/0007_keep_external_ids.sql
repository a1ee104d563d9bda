-- Keeps the name of work that an attempt has begun outside of its worker: whoever takes over goes on with it.

alter table attempt add column external_id text;
-- Of the attempt that the range was taken back from. Nobody may forget it: while it is here, that work may still run (I5).
alter table spare_range add column external_id text;
-- Which work is to be ended, since nobody will go on with it?
create index spare_range_external on spare_range (task_id) where external_id is not null;
