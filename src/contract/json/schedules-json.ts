import type { ScheduleSpec } from "../../factory/dag-spec.ts";
import { formatSessionMoment } from "../../factory/sections/session-moment.ts";
import type { ScheduleView } from "../../runs/query/list-schedules.ts";
import { localTime, slotNotes } from "../../runs/schedule/slot-times.ts";
import type { SlotRow } from "../../store/run/ticks.ts";
import type { ScheduleKeysJson, ScheduleViewJson, SlotJson } from "../schemas/schedules-schema.ts";
import { waitJson } from "./wait-json.ts";

/** The keys of a schedule as the DAG file has them; null where it has none. */
export function scheduleKeysJson(schedule: ScheduleSpec): ScheduleKeysJson {
  const { timezone, missed, overlap } = schedule;
  const isOfSessions = "calendar" in schedule;
  return {
    cron: isOfSessions ? null : schedule.cron,
    calendar: isOfSessions ? schedule.calendar : (schedule.holidaysOf ?? null),
    at: isOfSessions ? formatSessionMoment(schedule.at) : null,
    skip: isOfSessions || schedule.holidaysOf === undefined ? null : "holidays",
    timezone,
    missed,
    overlap,
  };
}

export function scheduleViewJson(view: ScheduleView): ScheduleViewJson {
  const { dagId: dag, state, schedule, paused, next, upcoming, end, past } = view;
  const { timezone } = schedule;
  return {
    dag,
    state,
    ...scheduleKeysJson(schedule),
    paused: paused === null ? null : { ...paused, at: paused.at.toISOString() },
    next: next.map((at) => at.toISOString()),
    upcoming: upcoming.map((slot, i) => {
      const { local, offset, zone } = localTime(slot.at, timezone);
      const notes = slotNotes(slot, upcoming[i - 1]?.at ?? past[0]?.at ?? null, timezone);
      const { at, clock, session, isEarlyClose } = slot;
      return { slot: at.toISOString(), local, offset, zone, clock, session, early_close: isEarlyClose, notes };
    }),
    end,
    past: past.map(slotJson),
  };
}

export function slotJson(slot: SlotRow): SlotJson {
  return {
    dag: slot.dagId,
    slot: slot.at.toISOString(),
    outcome: slot.outcome,
    reason: slot.reason,
    run_id: slot.runId,
    run_state: slot.runState,
    run_reason: slot.runReason,
    waits_for: waitJson(slot.waitsFor, slot.waitUntil),
    decided_at: slot.decidedAt.toISOString(),
  };
}
