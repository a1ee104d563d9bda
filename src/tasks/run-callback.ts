import { runCallbackTask } from "../runs/callback/run-callback-task.ts";
import { type JobHandler, taskOf } from "./job-handler.ts";

export const runCallback: JobHandler = (payload, deps) => runCallbackTask(taskOf(payload), deps);
