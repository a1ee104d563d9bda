import type { ScheduleSpec } from "../../../factory/dag-spec.ts";
import { formatSessionMoment } from "../../../factory/sections/session-moment.ts";

/** `30 3 * * 2-6 America/New_York`, or `XNYS close + 30m`. */
export function scheduleText(schedule: ScheduleSpec): string {
  if ("calendar" in schedule) {
    const { calendar, at, timezone } = schedule;
    return `${calendar} ${formatSessionMoment(at)}${at.kind === "clock" ? ` ${timezone}` : ""}`;
  }
  const { cron, timezone, holidaysOf } = schedule;
  return `${cron} ${timezone}${holidaysOf === undefined ? "" : `, not on holidays of ${holidaysOf}`}`;
}

/** The keys of a schedule as the DAG file has them; null where it has none. */
export function scheduleJson(schedule: ScheduleSpec) {
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
