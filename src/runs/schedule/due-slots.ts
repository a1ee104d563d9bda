import type { ScheduleSpec } from "../../factory/dag-spec.ts";
import { nextSlots, type Slot, slotsAfter } from "./slots.ts";

export interface DueSlots {
  /** To be started, in order. */
  readonly start: readonly Date[];
  /** Passed over, by the schedule's `missed`. */
  readonly missed: readonly Date[];
  /** Passed over, because the market is closed; absent for none. */
  readonly holidays?: readonly { readonly at: Date; readonly reason: string }[];
}

/** A slot younger than this is on time, however the clock that looks for it ticks. */
const ON_TIME_MS = 90_000;
/** What one look can find: a minutely schedule after a week. Older slots are dropped with the missed ones. */
const MAX_SLOTS = 10_080;

/**
 * The slots after `since` up to and including `now`. It follows from the last slot decided and the present time
 * alone, so it does not matter when, or how often, anybody looked in between (I1).
 *
 * - `missed: none` starts only what is on time.
 * - `missed: last` starts the latest slot, however late.
 * - `missed: all` starts every slot, in order (see `areOwed`).
 */
export function dueSlots(schedule: ScheduleSpec, since: Date, now: Date): DueSlots {
  const slots = slotsBetween(schedule, since, now);
  const due = slots.flatMap(({ at, holiday }) => (holiday === null ? [at] : []));
  const holidays = slots.flatMap(({ at, holiday }) => (holiday === null ? [] : [{ at, reason: holiday }]));
  return { ...byPolicy(schedule.missed, due, now), ...(holidays.length > 0 && { holidays }) };
}

function byPolicy(missed: ScheduleSpec["missed"], due: readonly Date[], now: Date): DueSlots {
  switch (missed) {
    case "all":
      return { start: due, missed: [] };
    case "last":
      return { start: due.slice(-1), missed: due.slice(0, -1) };
    case "none":
      return { start: due.filter((slot) => isOnTime(slot, now)), missed: due.filter((slot) => !isOnTime(slot, now)) };
  }
}

/**
 * Slots that `missed: all` has promised after an outage: several found by one look, or one that is late. They run one after
 * the other, whatever `overlap` says of a slot that comes in time.
 */
export function areOwed(schedule: ScheduleSpec, slots: readonly Date[], now: Date): boolean {
  return schedule.missed === "all" && (slots.length > 1 || slots.some((slot) => !isOnTime(slot, now)));
}

function isOnTime(slot: Date, now: Date): boolean {
  return now.getTime() - slot.getTime() <= ON_TIME_MS;
}

/** The next slot after `now` that is not passed over; null when none is known. */
export function nextSlot(schedule: ScheduleSpec, now: Date): Date | null {
  return nextSlots(schedule, now, 1)[0]?.at ?? null;
}

function slotsBetween(schedule: ScheduleSpec, since: Date, now: Date): readonly Slot[] {
  const slots: Slot[] = [];
  for (const slot of slotsAfter(schedule, since)) {
    if (slot.at > now) break;
    slots.push(slot);
    if (slots.length > MAX_SLOTS) slots.shift();
  }
  return slots;
}
