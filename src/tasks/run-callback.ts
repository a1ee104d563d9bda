import { runCallbackTask } from "../runs/callback/run-callback-task.ts";
import { type JobHandler, tasksOf } from "./job-handler.ts";

export const runCallback: JobHandler = async (payload, deps) => {
  await Promise.all(tasksOf(payload).map((taskId) => runCallbackTask(taskId, deps)));
};
