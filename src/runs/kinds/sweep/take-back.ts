import type { SpareRange } from "../../../store/moves/lease-range.ts";
import type { OrphanAttempt } from "../../../store/run/recover.ts";
import { MAX_KILLS } from "../max-kills.ts";
import type { LossReason, TakenBack } from "../kind-rules.ts";
import { splitLostRange } from "./split-lost-range.ts";

/**
 * Work that goes on outside of the worker is gone on with, by whoever leases its range: it stays whole, and keeps its name.
 * Where that has killed three workers, it is computed anew, like any range that lost its worker.
 */
export function takeBackRange(attempt: OrphanAttempt, because: LossReason): TakenBack {
  const { from, to, kills, externalId, tries = 0, maxKills = MAX_KILLS } = attempt;
  if (from === null || to === null) throw new TypeError("An attempt at a sweep has a range of cells");
  const whole: SpareRange = { from, to, kills, externalId, ...(tries > 0 && { tries }) };
  if (because === "stray") return { to: "spare", ranges: [whole] };
  if (externalId === null) return { to: "spare", ranges: splitLostRange(whole) };
  if (kills + 1 < maxKills) return { to: "spare", ranges: [{ ...whole, kills: kills + 1 }] };
  return { to: "spare", ranges: splitLostRange({ ...whole, kills: 0 }) };
}
