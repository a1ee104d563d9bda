import type { OrphanAttempt } from "../../store/run/recover.ts";
import { MAX_KILLS } from "../kinds/max-kills.ts";
import type { LossReason, TakenBack } from "../kinds/kind-rules.ts";

export function takeBackWholeTask(attempt: OrphanAttempt, because: LossReason): TakenBack {
  const { taskKills, maxKills = MAX_KILLS } = attempt;
  if (because === "stray" || taskKills + 1 < maxKills) return { to: "queue" };
  const message =
    maxKills === 1 ? "Its worker died while it ran this task" : `${maxKills} workers died while they ran this task`;
  return { to: "failure", error: { code: "WORKER_LOST", message } };
}
