import { computeCells as compute } from "../runs/sweep/compute-cells.ts";
import { type JobHandler, taskOf } from "./job-handler.ts";

export const computeCells: JobHandler = (payload, deps) => compute(taskOf(payload), deps);
