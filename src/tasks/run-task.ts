import { runClaimedTask } from "../runs/task/run-claimed-task.ts";
import { type JobHandler, tasksOf } from "./job-handler.ts";

export const runTask: JobHandler = async (payload, deps) => {
  await Promise.all(tasksOf(payload).map((taskId) => runClaimedTask(taskId, deps)));
};
