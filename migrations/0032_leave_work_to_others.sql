-- Tasks that a worker could not open on its host (no interpreter, other code, no data), and leaves to other workers.
create table declined (
  task_id bigint not null references task on delete cascade,
  -- No foreign key, as in `attempt`.
  worker_id text not null,
  declined_at timestamptz not null default now(),
  primary key (task_id, worker_id)
);
