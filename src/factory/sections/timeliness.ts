import { suggestName } from "../../core/text/suggest-name.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { type DagSpec, type ScheduleSpec, WAIT_NAMES, type WaitForSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { parseClock } from "./session-moment.ts";
import { reportAt, reportMissing, type Section, sectionAt } from "./section.ts";

/** `wait_for` and `must_finish_by`: when a run may begin, and when it ought to have ended. */
export function readTimeliness(
  section: Section,
  file: DagFile,
  schedule: ScheduleSpec | null,
): Pick<DagSpec, "waitFor" | "mustFinishBy"> {
  const waitFor =
    file.wait_for === undefined ? null : readWaitFor(section, longForm(file.wait_for, schedule), schedule);
  const mustFinishBy = file.must_finish_by === undefined ? null : readDeadline(section, file);
  return { ...(waitFor !== null && { waitFor }), ...(mustFinishBy !== null && { mustFinishBy }) };
}

type WrittenWait = Exclude<NonNullable<DagFile["wait_for"]>, string>;

/** `wait_for: data` */
function longForm(written: NonNullable<DagFile["wait_for"]>, schedule: ScheduleSpec | null): WrittenWait {
  if (written !== "data") return written;
  return { through: hasMarket(schedule) ? "{{ last_session }}" : "{{ last_bar }}", timeout: DEFAULT_TIMEOUT };
}

const DEFAULT_TIMEOUT = "2h";

function hasMarket(schedule: ScheduleSpec | null): boolean {
  return schedule !== null && ("calendar" in schedule || schedule.holidaysOf !== undefined);
}

function readWaitFor(
  section: Section,
  { dataset, through, timeout }: WrittenWait,
  schedule: ScheduleSpec | null,
): WaitForSpec | null {
  const known = [...section.deps.datasets, ...section.deps.sources.map(({ name }) => name)];
  if (dataset !== undefined && !known.includes(dataset)) {
    const hint = suggestName(dataset, known);
    const message = `There is no dataset and no source "${dataset}".`;
    reportAt(section, ["wait_for", "dataset"], { code: "DATASET_NOT_FOUND", message, hint });
  }
  if (through === undefined) {
    reportMissing(sectionAt(section, "wait_for"), ["through"], {
      message: "wait_for needs through:, the day up to which the data must reach.",
      hint: `For example through: "{{ ds }}", the day of the run.`,
    });
    return null;
  }
  const isGood = checkThrough(section, through, schedule);
  return isGood ? { dataset: dataset ?? null, through, timeoutMs: parseDurationMs(timeout) ?? 0 } : null;
}

const WAYS = `Write a day YYYY-MM-DD, "{{ ds }}" for the day of the run, "{{ last_session }}" for the last session that had closed by then, or "{{ last_bar }}" for the last bar that was over.`;

function checkThrough(section: Section, through: string, schedule: ScheduleSpec | null): boolean {
  const report = (message: string, hint: string): false => {
    reportAt(section, ["wait_for", "through"], { code: "DAG_VALUE_INVALID", message, hint });
    return false;
  };
  if (isDay(through)) return true;
  const name = /^\s*\{\{\s*(\w+)\s*\}\}\s*$/.exec(through)?.[1];
  if (name === undefined) return report(`"${through}" is no day.`, WAYS);
  const known = WAIT_NAMES.find((each) => each === name);
  if (known === undefined)
    return report(`There is no "${name}" here.`, suggestName(name, WAIT_NAMES, { always: WAYS }));
  if (known !== "last_session" || hasMarket(schedule) || hasProblems(section, "schedule")) return true;
  return report(
    "last_session needs a calendar in the schedule.",
    `Add calendar: XNYS (with at:, or with skip: holidays beside a cron), or write through: "{{ ds }}".`,
  );
}

/** A section that was refused may have what is looked for. */
function hasProblems(section: Section, key: string): boolean {
  return section.problems.some(
    ({ path, severity }) => severity === "error" && (path === key || path.startsWith(`${key}.`)),
  );
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(text);
  // 2026-02-30 is read as the second of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function readDeadline(section: Section, file: DagFile): number | null {
  const text = file.must_finish_by ?? "";
  const minutes = parseClock(text);
  if (minutes === null) {
    const hint = `Write hours and minutes of the day in quotes, such as "08:30".`;
    reportAt(section, ["must_finish_by"], { code: "DAG_VALUE_INVALID", message: `"${text}" is no clock time.`, hint });
    return null;
  }
  if (file.schedule !== undefined || hasProblems(section, "schedule")) return minutes;
  reportAt(section, ["must_finish_by"], {
    code: "DAG_KEY_MISSING",
    message: "must_finish_by is meant in the zone of the schedule, and there is none.",
    hint: "Add schedule: with a timezone. Runs by hand have no deadline.",
  });
  return null;
}
