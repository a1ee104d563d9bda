import type { WindowSpec } from "../../../core/spec/data-spec.ts";
import type { CpcvSpec, Span, WalkForwardSpec } from "../../../core/spec/study-spec.ts";
import { barSpan } from "../../../core/time/bar-span.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { addSpan, formatSpan } from "../../../core/time/span.ts";
import { reportAt, type Section } from "../section.ts";

/** What the file alone says of the data of a backtest. */
export interface KnownLength {
  readonly window: WindowSpec;
  /** Of its bars; null where it is not known. */
  readonly timeframe: string | null;
}

/** A last window may end in a pause of the data, which the file does not know. */
const SLACK_MS = 31 * DAY_MS;

/**
 * Reports a study that no data between the dates of the file can hold. That data can hold less, such as no weekends, the plan of
 * a run tells.
 */
export function checkStudyLength(
  section: Section,
  { walkForward, cpcv }: { readonly walkForward: WalkForwardSpec | null; readonly cpcv: CpcvSpec | null },
  known: KnownLength,
): void {
  const dates = datesOf(known.window);
  const barMs = known.timeframe === null ? null : (barSpan(known.timeframe)?.ms ?? null);
  if (dates === null) return;
  if (walkForward !== null && endOfWindow(walkForward, dates.from, barMs) > dates.to + SLACK_MS) {
    const { inSample, outOfSample, gap } = walkForward;
    const apart = gap === 0 ? "" : ` with ${gap} bars between them`;
    const message = `A window has ${formatSpan(inSample)} in sample and ${formatSpan(outOfSample)} out of sample${apart}, and the backtest has ${dates.text}: not one fits.`;
    const hint = "Make in_sample or out_of_sample shorter, or the backtest longer.";
    reportAt(section, ["walk_forward", "in_sample"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  if (cpcv === null || barMs === null) return;
  const most = Math.ceil((dates.to - dates.from) / barMs);
  const gone = 2 * cpcv.purge + cpcv.embargo;
  if (Math.ceil(most / cpcv.groups) > gone) return;
  const message = `${cpcv.groups} groups of the backtest (${dates.text}) have at most ${Math.ceil(most / cpcv.groups)} bars each, and purge and embargo take up to ${gone} of them.`;
  const hint = "Make fewer groups, purge and embargo less, or make the backtest longer.";
  reportAt(section, ["cpcv", "groups"], { code: "DAG_VALUE_INVALID", message, hint });
}

interface KnownDates {
  /** Milliseconds UTC; `to` excluded. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Null where the data decide. */
function datesOf({ startDate, endDate, lookbackMs }: WindowSpec): KnownDates | null {
  if (lookbackMs !== null) {
    // Counted back from the end, which may be any day.
    const to = Date.UTC(2000, 0, 1) + DAY_MS;
    return { from: to - lookbackMs - DAY_MS, to, text: `${Math.round(lookbackMs / DAY_MS)} days` };
  }
  if (startDate === null || endDate === null) return null;
  const [from, to] = [Date.parse(startDate), Date.parse(endDate) + DAY_MS];
  return to > from ? { from, to, text: `${startDate} to ${endDate}` } : null;
}

/** The earliest moment at which a first window can end. */
function endOfWindow({ inSample, outOfSample, gap }: WalkForwardSpec, from: number, barMs: number | null): number {
  const after = (timeMs: number, span: Span): number =>
    span.unit === "bars" ? timeMs + span.count * (barMs ?? 0) : addSpan(timeMs, span);
  return after(after(from, inSample), outOfSample) + gap * (barMs ?? 0);
}
