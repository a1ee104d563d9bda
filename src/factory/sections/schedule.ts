import { Cron } from "croner";
import { validate } from "node-cron";
import { messageOf } from "../../core/errors/app-error.ts";
import type { ScheduleSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { reportAt, reportMissing, type Section } from "./section.ts";
import { isZone, zoneHint } from "./time-zone.ts";

const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

export function readSchedule(section: Section, written: NonNullable<DagFile["schedule"]>): ScheduleSpec | null {
  const { cron: text, timezone, missed, overlap, day_mode: dayMode = null } = written;
  const isZoneGood = checkZone(section, timezone);
  const isCronGood = checkCron(section, text, dayMode);
  if (text === undefined || timezone === undefined || !isZoneGood || !isCronGood) return null;
  return { cron: text, timezone, missed, overlap, dayMode };
}

function checkZone(section: Section, timezone: string | undefined): boolean {
  if (timezone === undefined) {
    const message = "A schedule needs a timezone: it never follows the host's.";
    reportMissing(section, ["timezone"], { message, hint: "For example timezone: America/New_York." });
    return false;
  }
  if (isZone(timezone)) return true;
  const hint = zoneHint(timezone);
  reportAt(section, ["timezone"], { code: "SCHEDULE_INVALID", message: `There is no time zone "${timezone}".`, hint });
  return false;
}

function checkCron(section: Section, text: string | undefined, dayMode: ScheduleSpec["dayMode"]): boolean {
  if (text === undefined) {
    const hint = `For example cron: "30 3 * * 2-6".`;
    reportMissing(section, ["cron"], { message: "A schedule needs a cron.", hint });
    return false;
  }
  const problem = cronProblem(text);
  if (problem !== null) {
    const hint = fieldsOf(text).length === 6 ? NO_SECONDS : FIVE_FIELDS;
    const message = `"${text}" is no cron expression: ${problem}`;
    reportAt(section, ["cron"], { code: "SCHEDULE_INVALID", message, hint });
    return false;
  }
  const fields = fieldsOf(text);
  if (isOpen(fields[DAY_OF_MONTH]) || isOpen(fields[DAY_OF_WEEK]) || dayMode !== null) return true;
  reportAt(section, ["cron"], {
    code: "SCHEDULE_INVALID",
    message: "Both day fields are restricted, and cron implementations differ in what that means.",
    hint: "Add day_mode: and (both must match) or day_mode: or (either).",
  });
  return false;
}

const FIVE_FIELDS = `Five fields: minute, hour, day of month, month, day of week, as in "30 3 * * 2-6".`;
const NO_SECONDS = "There are no seconds: leave out the first field.";

function fieldsOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function isOpen(field: string | undefined): boolean {
  return field === "*" || field === "?";
}

/** node-cron ticks and croner decides, so both must understand the text. */
function cronProblem(text: string): string | null {
  if (fieldsOf(text).length !== 5) return "it must have five fields.";
  try {
    // From a fixed day: whether a file is good must not depend on when it is read.
    if (new Cron(text, { paused: true }).nextRun("2000-01-01T00:00:00") === null) return "it never comes due.";
  } catch (error) {
    return `${messageOf(error).replace(/^CronPattern: /, "")}.`;
  }
  return validate(text) ? null : "node-cron does not understand it.";
}
