import type { CalendarName } from "../../../calendar/calendar-names.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { OutputRules } from "../../../core/spec/outputs-spec.ts";
import { drawdownMetrics } from "../../../engine/metrics/series/risk/drawdown-metrics.ts";
import type { CsvHeader } from "../csv/csv-header.ts";
import { NumberReader } from "../csv/number-reader.ts";
import type { CsvReader, FieldSink } from "../csv/scan-csv.ts";
import { counted, type Findings } from "../file/findings.ts";
import { GrowingColumn } from "./growing-column.ts";
import { dayText, missingRuns, tradingDaysOf } from "./missing-days.ts";
import { DayField, NumberField } from "./value-fields.ts";

const NEEDED = ["date", "pnl", "cumulative_pnl"] as const;
const [DATE, PNL, CUMULATIVE] = [0, 1, 2] as const;

/** The days of one result. There are at most 146,000: none is there twice, and they are of four centuries. */
export interface FoundDays {
  /** Midnight of each day as if it were UTC, milliseconds, strictly ascending. */
  readonly time: Float64Array;
  /** Up to the end of each day, account currency. */
  readonly cumulativePnl: Float64Array;
}

/** The account value at the end of each day. @param initialCapital above 0 */
export function equityOfDays({ cumulativePnl }: FoundDays, initialCapital: number): Float64Array {
  return cumulativePnl.map((gained) => initialCapital + gained);
}

export interface PnlOptions {
  readonly rules: OutputRules;
  readonly calendar: CalendarName | null;
  readonly initialCapital: number | null;
}

/** Reads pnl.csv: one row per trading day. */
export class PnlFile implements CsvReader {
  readonly wanted = NEEDED;
  readonly needed = NEEDED;
  readonly #options: PnlOptions;
  readonly #findings: Findings;
  readonly #days = new GrowingColumn();
  readonly #cumulative = new GrowingColumn();
  #hasBegun = false;
  #isUsable = true;
  #isLastKnown = false;
  #lastCumulative = 0;
  #pnlSum = 0;

  constructor(options: PnlOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
  }

  begin({ separator }: CsvHeader): FieldSink {
    this.#hasBegun = true;
    const numbers = new NumberReader(separator !== ",");
    const date = new DayField("date");
    const pnl = new NumberField("pnl", numbers);
    const cumulative = new NumberField("cumulative_pnl", numbers);
    return {
      field(slot, bytes, from, to) {
        if (slot === DATE) date.read(bytes, from, to);
        else if (slot === PNL) pnl.read(bytes, from, to);
        else if (slot === CUMULATIVE) cumulative.read(bytes, from, to);
      },
      row: (line) => this.#add({ date, pnl, cumulative }, line),
    };
  }

  /** Null when they cannot be relied on. */
  found(): FoundDays | null {
    if (!this.#hasBegun || !this.#isUsable || this.#days.length === 0) return null;
    const time = this.#days.toArray().map((day) => day * DAY_MS);
    return { time, cumulativePnl: this.#cumulative.toArray() };
  }

  /** What only the whole file tells. */
  checkWhole(): void {
    if (!this.#hasBegun) return;
    if (this.#days.length > 0 && !this.#isLastKnown) {
      this.#findings.fault("has no number as its last cumulative_pnl");
      this.#isUsable = false;
    }
    this.#checkGaps();
    const found = this.found();
    if (found === null) return;
    this.#checkSum();
    this.#checkDrawdown(found);
  }

  #add(
    { date, pnl, cumulative }: Record<"pnl" | "cumulative", NumberField> & { readonly date: DayField },
    line: number,
  ): void {
    const findings = this.#findings;
    const isDay = !date.tell(findings, line) && this.#isNext(date, line);
    // A day without a figure is one on which nothing changed; anything else that is no number is a fault.
    const isPnl = !pnl.tell(findings, line, pnl.fault === "empty" ? "warnAt" : "faultAt");
    const isCumulative = !cumulative.tell(findings, line, cumulative.fault === "empty" ? "warnAt" : "faultAt");
    const isRead = (isPnl || pnl.fault === "empty") && (isCumulative || cumulative.fault === "empty");
    if (!isDay || !isRead) this.#isUsable = false;
    this.#isLastKnown = isCumulative;
    if (isCumulative) this.#lastCumulative = cumulative.value;
    if (isPnl) this.#addPnl(pnl.value, line);
    if (!isDay) return;
    this.#days.push(date.reader.day);
    this.#cumulative.push(this.#lastCumulative);
  }

  #isNext({ reader }: DayField, line: number): boolean {
    const before = this.#days.last;
    if (!(reader.day <= before)) return true;
    const text = Buffer.from(dayText(reader.day));
    this.#findings.faultAt(
      reader.day === before
        ? "has a date that the row above has too: one row per day"
        : "has a date before that of a row above",
      line,
      text,
    );
    return false;
  }

  #addPnl(pnl: number, line: number): void {
    this.#pnlSum += pnl;
    const { max_loss_per_day: most } = this.#options.rules;
    if (most !== undefined && pnl < most) {
      this.#findings.brokenAt(`has a pnl below max_loss_per_day (${most})`, line, Buffer.from(String(pnl)));
    }
  }

  #checkGaps(): void {
    const days = this.#days.toArray();
    const [first] = days;
    const last = days.at(-1);
    if (first === undefined || last === undefined) return;
    const { rules, calendar } = this.#options;
    const trading = tradingDaysOf(calendar, [dayText(first), dayText(last)]);
    if (calendar !== null && trading.calendar === null) {
      this.#findings.warn(`has days that the calendar ${calendar} does not know: gaps were looked for by weekdays`);
    }
    const { max_missing_days: allowed = trading.tolerance } = rules;
    const runs = missingRuns(days, trading).filter((run) => run.days > allowed);
    const longest = runs.toSorted((a, b) => b.days - a.days)[0];
    if (longest !== undefined) {
      const ofCalendar = trading.calendar === null ? "" : ` of ${trading.calendar}`;
      const missing = counted(longest.days, trading.calendar === null ? "weekday" : "trading day");
      const span = longest.days === 1 ? longest.first : `${longest.first} to ${longest.last}`;
      const what = `has no row for ${missing}${ofCalendar} in a row (${span})`;
      const more = runs.length === 1 ? "" : `, and ${counted(runs.length - 1, "more such gap")}`;
      const sentence = `${what}${more}; at most ${allowed} may be missing`;
      if (rules.max_missing_days === undefined) this.#findings.fault(sentence);
      else this.#findings.broken(sentence);
    }
    if (trading.calendar === null) return;
    const odd = days.filter((day) => !trading.isTrading(day));
    if (odd.length > 0) {
      const shown = Array.from(odd.slice(0, 3), dayText).join(", ");
      this.#findings.warn(
        `has ${counted(odd.length, "day")} without trading on ${trading.calendar}: ${shown}${odd.length > 3 ? ", …" : ""}`,
      );
    }
  }

  /** Half a cent of rounding a day is let through. */
  #checkSum(): void {
    const last = this.#lastCumulative;
    const rounding = 0.005 * this.#days.length + 1e-6 * Math.max(Math.abs(last), Math.abs(this.#pnlSum));
    if (Math.abs(this.#pnlSum - last) <= rounding) return;
    this.#findings.warn(
      `ends with a cumulative_pnl of ${last}, but its pnl adds up to ${Number(this.#pnlSum.toPrecision(12))}: equity is taken from cumulative_pnl`,
    );
  }

  #checkDrawdown(found: FoundDays): void {
    const { rules, initialCapital } = this.#options;
    const { max_drawdown_pct: allowed } = rules;
    if (allowed === undefined) return;
    if (initialCapital === null) {
      this.#findings.broken("cannot be held to max_drawdown_pct without the initial capital");
      return;
    }
    const equity = equityOfDays(found, initialCapital);
    const { value } = drawdownMetrics({ time: found.time, equity, initialCapital }).max_drawdown;
    const percent = (value ?? 0) * 100;
    // The last digits of a division are not worth a failed cell.
    if (percent <= Math.abs(allowed) + 1e-9) return;
    const shown = Number(percent.toFixed(2));
    this.#findings.broken(`falls ${shown} % below its peak; max_drawdown_pct is ${allowed}`);
  }
}
