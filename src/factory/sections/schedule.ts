import { Cron } from "croner";
import { validate } from "node-cron";
import { messageOf } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { CronScheduleSpec, ScheduleSpec, SessionMoment, SessionScheduleSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { CalendarName } from "../../calendar/calendar-names.ts";
import { openCalendar } from "../../calendar/open-calendar.ts";
import { checkCalendarEnd } from "./market.ts";
import { reportAt, reportMissing, type Section } from "./section.ts";
import { parseSessionMoment } from "./session-moment.ts";

const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

type Written = NonNullable<DagFile["schedule"]>;

export function readSchedule(section: Section, written: Written): ScheduleSpec | null {
  return written.cron === undefined && (written.at !== undefined || isMeantForSessions(section, written))
    ? readSessionSchedule(section, written)
    : readCronSchedule(section, written);
}

/** A calendar without `skip` asks for `at`, whether or not that was written well. */
function isMeantForSessions(section: Section, { calendar, skip }: Written): boolean {
  const isWritten = (key: string) =>
    section.problems.some(({ path, meant }) => [path, meant].includes(`schedule.${key}`));
  return !isWritten("cron") && ((calendar !== undefined && skip === undefined) || isWritten("at"));
}

function readSessionSchedule(section: Section, written: Written): SessionScheduleSpec | null {
  const { calendar, at: text, timezone, missed, overlap } = written;
  const isZoneGood = timezone === undefined || checkZone(section, timezone);
  if (calendar === undefined) {
    reportMissing(section, ["calendar"], {
      message: "at: needs a calendar, whose sessions it goes by.",
      hint: "For example calendar: XNYS.",
    });
  }
  if (text === undefined) {
    reportMissing(section, ["at", "cron"], {
      message: "A schedule by a calendar needs at:, the moment of the session.",
      hint: "For example at: close + 30m. Beside a cron write skip: holidays.",
    });
  }
  const isCurrent = calendar !== undefined && checkCalendarEnd(section, calendar);
  const at = text === undefined ? null : readMoment(section, text, calendar);
  if (calendar === undefined || at === null || !isZoneGood || !isCurrent) return null;
  return { calendar, at, timezone: timezone ?? openCalendar(calendar).timezone, missed, overlap };
}

function readMoment(section: Section, text: string, calendar: CalendarName | undefined): SessionMoment | null {
  const at = parseSessionMoment(text);
  if ("problem" in at) {
    reportAt(section, ["at"], { code: "SCHEDULE_INVALID", message: at.problem, hint: at.hint });
    return null;
  }
  const isOfBreak = at.kind === "anchor" && at.anchor.startsWith("break");
  if (!isOfBreak || calendar === undefined || openCalendar(calendar).hasBreaks) return at;
  const message = `The sessions of ${calendar} have no break.`;
  reportAt(section, ["at"], { code: "SCHEDULE_INVALID", message, hint: "Write open or close." });
  return null;
}

function readCronSchedule(section: Section, written: Written): CronScheduleSpec | null {
  const { cron: text, timezone, missed, overlap, day_mode: dayMode = null } = written;
  const isZoneGood = checkZone(section, timezone);
  const isCronGood = checkCron(section, text, dayMode);
  const holidaysOf = readHolidays(section, written);
  if (text === undefined || timezone === undefined || !isZoneGood || !isCronGood || holidaysOf === null) return null;
  return { cron: text, timezone, missed, overlap, dayMode, ...(holidaysOf !== undefined && { holidaysOf }) };
}

/** Undefined when no holidays are passed over, null when it is not clear whose. */
function readHolidays(section: Section, { calendar, skip }: Written): CalendarName | undefined | null {
  if (calendar === undefined && skip === undefined) return undefined;
  if (calendar === undefined) {
    reportMissing(section, ["calendar"], {
      message: "skip: holidays needs a calendar, whose holidays they are.",
      hint: "For example calendar: XNYS.",
    });
    return null;
  }
  if (skip === undefined) {
    reportMissing(section, ["skip", "at"], {
      message: "A calendar beside a cron does nothing by itself.",
      hint: "Add skip: holidays, or write at: (such as at: close + 30m) instead of the cron.",
    });
    return null;
  }
  return checkCalendarEnd(section, calendar) ? calendar : null;
}

function checkZone(section: Section, timezone: string | undefined): boolean {
  if (timezone === undefined) {
    const message = "A schedule needs a timezone: it never follows the host's.";
    reportMissing(section, ["timezone"], { message, hint: "For example timezone: America/New_York." });
    return false;
  }
  if (isZone(timezone)) return true;
  const hint = suggestName(timezone, Intl.supportedValuesOf("timeZone"), {
    otherwise: "Use an IANA name such as America/New_York or UTC.",
  });
  reportAt(section, ["timezone"], { code: "SCHEDULE_INVALID", message: `There is no time zone "${timezone}".`, hint });
  return false;
}

let zones: ReadonlySet<string> | null = null;

/** The list has one name per zone; asking Intl for others (UTC, US/Eastern) takes 0.3 ms each. */
function isZone(name: string): boolean {
  zones ??= new Set(Intl.supportedValuesOf("timeZone"));
  if (zones.has(name)) return true;
  // Intl also takes offsets such as "+05:00", which have no daylight saving: not what a schedule means.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function checkCron(section: Section, text: string | undefined, dayMode: CronScheduleSpec["dayMode"]): boolean {
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
