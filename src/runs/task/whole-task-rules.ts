import type { KindRules } from "../kinds/kind-rules.ts";
import { takeBackWholeTask } from "./take-back-whole-task.ts";
import { wakeWholeTasks } from "./wake-whole-tasks.ts";

/** Of tasks that are taken as a whole, by one attempt at a time; what is done for them is their `WholeTaskWork`. */
export const wholeTaskRules: KindRules = {
  wakeQueued: wakeWholeTasks,
  wakeRunning: () => [],
  takeBack: takeBackWholeTask,
};
