/** Cells of a task that are out. To be asked by a statement that sees the attempts as they are now. */
export const CELLS_OUT = `(
  select coalesce(sum(attempt.to_cell - attempt.from_cell), 0)::int from attempt
  where attempt.task_id = task.id and attempt.state = 'running')`;

/** Whether a running task has a range that could be given out now. */
export const HAS_OPEN_RANGES = `((task.max_cells_out is null or task.max_cells_out > ${CELLS_OUT}) and (task.next_cell < task.cells_total or exists (
  select from spare_range spare where spare.task_id = task.id and (spare.run_after is null or spare.run_after <= now()))))`;
