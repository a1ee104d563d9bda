import { addDays, midnightOf } from "../../calendar/days.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { fromLocal } from "../../core/time/trading-session.ts";
import type { ScheduleSpec } from "../../factory/dag-spec.ts";
import { slotsAfter } from "../schedule/slots.ts";

export interface Span {
  readonly from: Date;
  /** Not part of it any more. */
  readonly to: Date;
}

/**
 * The time between two days of the schedule's zone, both of them part of it.
 *
 * Days are `YYYY-MM-DD`.
 *
 * @throws AppError USAGE for what is no day, and for the wrong order
 */
export function spanOfDays(schedule: ScheduleSpec, { from, to }: { readonly from: string; readonly to: string }): Span {
  const toUtc = fromLocal(schedule.timezone);
  const at = (day: string): Date => new Date(toUtc(midnightOf(day)));
  for (const [name, day] of Object.entries({ from, to })) if (!isDay(day)) throw noDay(name, day);
  if (from > to) {
    throw new AppError("USAGE", `--from ${from} is after --to ${to}.`, { hint: "Turn them round." });
  }
  return { from: at(from), to: at(addDays(to, 1)) };
}

function isDay(text: string): boolean {
  const date = new Date(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function noDay(name: string, text: string): AppError {
  return new AppError("USAGE", `--${name} takes a day of the schedule's zone, not "${text}".`, {
    hint: "Write it as 2026-02-10.",
  });
}

/**
 * The slots of a schedule in a span that have come by `now`, holidays left out: the same ones that a scheduler would have started.
 *
 * @throws AppError CALENDAR_ENDS where its calendar does not know the days
 */
export function slotsBetween(schedule: ScheduleSpec, { from, to }: Span, now: Date): readonly Date[] {
  const slots: Date[] = [];
  for (const { at, holiday, problem } of slotsAfter(schedule, new Date(from.getTime() - 1))) {
    if (at >= to || at > now) break;
    if (problem !== null) throw problem;
    if (holiday === null) slots.push(at);
  }
  return slots;
}
