import type { OrphanAttempt } from "../../store/run/recover.ts";
import { MAX_KILLS } from "../kinds/max-kills.ts";
import type { LossReason, TakenBack } from "../kinds/kind-rules.ts";

export function takeBackWholeTask({ taskKills }: OrphanAttempt, because: LossReason): TakenBack {
  if (because === "stray" || taskKills + 1 < MAX_KILLS) return { to: "queue" };
  const message = `${MAX_KILLS} workers died while they ran this task`;
  return { to: "failure", error: { code: "WORKER_LOST", message } };
}
