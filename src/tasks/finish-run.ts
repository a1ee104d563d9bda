import { finishRun as finish } from "../runs/end/finish-run.ts";
import { type JobHandler, runOf } from "./job-handler.ts";

export const finishRun: JobHandler = (payload, deps) => finish(runOf(payload), deps);
