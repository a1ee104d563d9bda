import { Type, type Static } from "typebox";
import { DAG_STATES, RUN_STATES, TICK_OUTCOMES } from "../../core/names/states.ts";
import { MISSED_POLICIES, OVERLAP_POLICIES } from "../../factory/dag-spec.ts";
import { CLOCK_MARKS } from "../../runs/schedule/cron-slots.ts";
import { day, flag, instant, list, nullable, object, oneOf, text } from "./parts.ts";
import { PausedSchema, WaitSchema } from "./run-schema.ts";

/** The keys of a schedule as the DAG file has them; null where it has none. */
export const SCHEDULE = {
  cron: nullable(Type.String(), "five fields"),
  calendar: nullable(Type.String(), "the exchange whose sessions, or holidays, count"),
  at: nullable(Type.String(), "`close + 30m`"),
  skip: nullable(oneOf(["holidays"] as const, ""), "what is passed over"),
  timezone: text("IANA name"),
  missed: oneOf(MISSED_POLICIES, "what happens to slots that were missed"),
  overlap: oneOf(OVERLAP_POLICIES, "when the run before is still going"),
};
export const ScheduleKeysSchema = object(SCHEDULE);
export type ScheduleKeysJson = Static<typeof ScheduleKeysSchema>;

const SlotSchema = object({
  dag: text("id of the DAG"),
  slot: instant("when it was due"),
  outcome: oneOf(TICK_OUTCOMES, "what became of it"),
  reason: nullable(Type.String(), "what kept it from simply starting"),
  run_id: nullable(Type.String(), "its run"),
  run_state: nullable(oneOf(RUN_STATES, ""), "how far that run is now"),
  run_reason: nullable(Type.String(), "why that run failed"),
  waits_for: nullable(WaitSchema, "data that its run waits for"),
  decided_at: instant("when a scheduler decided"),
});
export type SlotJson = Static<typeof SlotSchema>;

export const SlotsSchema = object({ slots: list(SlotSchema, "the latest first") });

const UpcomingSlotSchema = object({
  slot: instant("when it is due"),
  local: text("`2026-11-01 01:30`, what the clock of the zone shows"),
  offset: text("`-04:00`"),
  zone: text("`EDT`; the offset where the zone has no such name"),
  clock: nullable(oneOf(CLOCK_MARKS, ""), "what a change of clocks does to it"),
  session: nullable(day(""), "the session that it belongs to"),
  early_close: flag("that session closes sooner than usual"),
  notes: list(Type.String(), "what is special about it, in words"),
});

const ScheduleViewSchema = object({
  dag: text("id of the DAG"),
  state: oneOf(
    [...DAG_STATES, "new"] as const,
    "`new`: no scheduler has taken it up yet; `error`: the last good version keeps its schedule",
  ),
  ...SCHEDULE,
  paused: nullable(PausedSchema, "null unless it is paused: its slots are passed over until then"),
  next: list(instant(""), "slots to come, the next one first"),
  upcoming: list(UpcomingSlotSchema, "the same slots, with what is known of them"),
  end: nullable(Type.String(), "why no more slots are known"),
  past: list(SlotSchema, "slots that were decided on, the latest first"),
});
export type ScheduleViewJson = Static<typeof ScheduleViewSchema>;

export const SchedulesSchema = object({ schedules: list(ScheduleViewSchema, "one per DAG that has one") });
