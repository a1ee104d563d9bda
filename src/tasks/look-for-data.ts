import { lookForData as look } from "../runs/wait/look-for-data.ts";
import { type JobHandler, runOf } from "./job-handler.ts";

export const lookForData: JobHandler = (payload, deps) => look(runOf(payload), deps);
