import { Cron } from "croner";
import type { ScheduleSpec } from "../../factory/dag-spec.ts";

export interface DueSlots {
  /** To be started, in order. */
  readonly start: readonly Date[];
  /** Passed over, by the schedule's `missed`. */
  readonly missed: readonly Date[];
}

/** A slot younger than this is on time, however the clock that looks for it ticks. */
const ON_TIME_MS = 90_000;
/** What one look can find: a minutely schedule after a week. Older slots are dropped with the missed ones. */
const MAX_SLOTS = 10_080;

/**
 * The slots after `since` up to and including `now`. It follows from the last slot decided and the present time
 * alone, so it does not matter when, or how often, anybody looked in between (I1). Zones and daylight saving
 * are croner's: a skipped hour moves a daily slot, a repeated one has it once.
 *
 * - `missed: none` starts only what is on time.
 * - `missed: last` starts the latest slot, however late.
 * - `missed: all` starts every slot, in order (see `areOwed`).
 */
export function dueSlots(schedule: ScheduleSpec, since: Date, now: Date): DueSlots {
  const due = slotsBetween(schedule, since, now);
  switch (schedule.missed) {
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

/** The next slot after `now`; null when there is none any more. */
export function nextSlot(schedule: ScheduleSpec, now: Date): Date | null {
  return cronOf(schedule).nextRun(now);
}

function slotsBetween(schedule: ScheduleSpec, since: Date, now: Date): readonly Date[] {
  const cron = cronOf(schedule);
  const slots: Date[] = [];
  for (let slot = cron.nextRun(since); slot !== null && slot <= now; slot = cron.nextRun(slot)) {
    slots.push(slot);
    if (slots.length > MAX_SLOTS) slots.shift();
  }
  return slots;
}

function cronOf({ cron, timezone, dayMode }: ScheduleSpec): Cron {
  return new Cron(cron, { timezone, domAndDow: dayMode === "and", mode: "5-or-6-parts" });
}
