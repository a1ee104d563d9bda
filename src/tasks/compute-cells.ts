import { computeCells as compute } from "../runs/kinds/sweep/work/compute-cells.ts";
import { type JobHandler, taskOf } from "./job-handler.ts";

export const computeCells: JobHandler = (payload, deps) => compute(taskOf(payload), deps);
