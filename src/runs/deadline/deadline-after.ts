import { addDays, dayOf, midnightOf } from "../../calendar/days.ts";
import { fromLocal } from "../../core/time/trading-session.ts";
import { zoneOffsets } from "../../core/time/zone-offsets.ts";

const MINUTE_MS = 60_000;

/** The first moment after a slot at which the clock of the zone shows a time, given in minutes after midnight. */
export function deadlineAfter(
  slot: Date,
  { timezone, minutes }: { readonly timezone: string; readonly minutes: number },
): Date {
  const toUtc = fromLocal(timezone);
  const today = dayOf(slot.getTime() + zoneOffsets(timezone)(slot.getTime()));
  const onDay = (day: string): number => toUtc(midnightOf(day) + minutes * MINUTE_MS);
  const at = onDay(today);
  return new Date(at > slot.getTime() ? at : onDay(addDays(today, 1)));
}
