import { beginSweep as begin } from "../runs/kinds/sweep/work/begin-sweep.ts";
import { type JobHandler, taskOf } from "./job-handler.ts";

export const beginSweep: JobHandler = (payload, deps) => begin(taskOf(payload), deps);
