-- Lets old runs be removed, and finds the results that no run has any more.

-- Which sweeps have cells in a batch?
create index sweep_part_batch on sweep_part (batch_id);

alter table audit drop constraint audit_action_check;
alter table audit add constraint audit_action_check check (action in ('start', 'cancel', 'pause', 'unpause', 'retry',
  'clear', 'rerun', 'backfill', 'backfill_cancel', 'backfill_resume', 'ack', 'ack_ended', 'mute', 'mute_ended', 'login',
  'login_failed', 'logout', 'forbidden', 'user_add', 'user_role', 'user_password', 'user_disable', 'user_enable',
  'session_end', 'token_create', 'token_revoke', 'prune'));
