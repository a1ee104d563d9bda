import type { KindRules } from "../kind-rules.ts";
import { wakeSlots, wakeSweeps } from "./plan.ts";
import { takeBackRange } from "./take-back.ts";

/** Sweeps are begun once, and then taken range by range, by as many attempts at a time as there are slots. */
export const sweepRules: KindRules = {
  wakeQueued: wakeSweeps,
  wakeRunning: (tasks, slots) => tasks.flatMap((task) => wakeSlots(task, slots)),
  takeBack: takeBackRange,
};
