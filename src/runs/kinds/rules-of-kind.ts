import type { TaskKind } from "../../core/names/states.ts";
import { wholeTaskRules } from "../task/whole-task-rules.ts";
import type { KindRules } from "./kind-rules.ts";
import { sweepRules } from "./sweep/sweep-rules.ts";

/** The rules of each kind of task; what its tasks do is in `WORK_OF_KIND`. */
export const RULES_OF_KIND: Readonly<Record<TaskKind, KindRules>> = {
  callback: wholeTaskRules,
  backtest: sweepRules,
  walk_forward_cells: sweepRules,
  walk_forward: wholeTaskRules,
  cpcv_cells: sweepRules,
  cpcv: wholeTaskRules,
  monte_carlo: wholeTaskRules,
  sensitivity: wholeTaskRules,
  search_cells: sweepRules,
  regression: wholeTaskRules,
};
