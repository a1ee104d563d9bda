-- Keeps why a slot was passed over and whom a message has reached, and indexes what is deleted with a run.

-- Of slots that did not simply start: what kept them.
alter table tick add column reason text;

-- Deleting a run sets its slot's run to null, and deletes its tasks with their log lines.
create index tick_run on tick (run_id) where run_id is not null;
create index log_task on log (task_id) where task_id is not null;

-- Who has already got the message: a channel that reached only some of its receivers tries the others alone.
alter table delivery add column reached text[] not null default '{}';
alter table delivery drop constraint delivery_state_check;
alter table delivery add constraint delivery_state_check
  check (state in ('pending', 'delivered', 'partly_delivered', 'failed', 'not_configured'));
