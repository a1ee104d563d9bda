import type { TaskKind } from "../../core/names/states.ts";
import type { WholeTaskWork } from "../task/whole-task-work.ts";
import { callbackWork } from "./callback/work.ts";
import { regressionWork } from "./regression-work.ts";
import { studyWork } from "./study/study-work.ts";

/** What is done for tasks that are taken as a whole; null for those that are given out in ranges, by jobs of their own. */
export const WORK_OF_KIND: Readonly<Record<TaskKind, WholeTaskWork | null>> = {
  callback: callbackWork,
  backtest: null,
  walk_forward_cells: null,
  walk_forward: studyWork("walk_forward"),
  cpcv_cells: null,
  cpcv: studyWork("cpcv"),
  monte_carlo: studyWork("monte_carlo"),
  sensitivity: studyWork("sensitivity"),
  search_cells: null,
  regression: regressionWork,
};
