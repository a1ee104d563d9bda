import { type DayFault, DayReader } from "../csv/day-reader.ts";
import type { NumberFault, NumberReader } from "../csv/number-reader.ts";
import type { Findings } from "../file/findings.ts";

/** How much of a field is kept to be shown. */
const SHOWN_BYTES = 160;

type Tell = "faultAt" | "warnAt";

/** The numbers of one column. */
export class NumberField {
  /** Of the present row; NaN when it is no number. */
  value = Number.NaN;
  fault: NumberFault | null = null;
  shown: Buffer | null = null;
  readonly reader: NumberReader;
  readonly #sentences: Readonly<Record<NumberFault, string>>;

  /** @param reader shared by all columns of a file: they have one decimal mark */
  constructor(column: string, reader: NumberReader) {
    this.reader = reader;
    this.#sentences = {
      empty: `has no ${column} (empty or NaN)`,
      infinite: `has an infinite ${column}`,
      mixed_decimals: `writes ${column} with another decimal mark than before, or with thousands separators`,
      text: `has ${one(column)} that is no number`,
    };
  }

  read(bytes: Buffer, from: number, to: number): void {
    this.value = this.reader.read(bytes, from, to);
    this.fault = this.reader.fault;
    if (this.fault !== null) this.shown = shownPart(bytes, from, to);
  }

  /** Reports the fault of the present row. @returns whether there was one */
  tell(findings: Findings, line: number, how: Tell = "faultAt"): boolean {
    if (this.fault === null) return false;
    findings[how](this.#sentences[this.fault], line, this.shown);
    return true;
  }
}

/** The moments of one column. */
export class DayField {
  readonly reader = new DayReader();
  shown: Buffer | null = null;
  readonly #sentences: Readonly<Record<DayFault, string>>;

  constructor(column: string) {
    this.#sentences = {
      empty: `has no ${column}`,
      ambiguous: `has ${one(column)} whose day may be its month: write YYYY-MM-DD`,
      no_such_day: `has ${one(column)} that is no day of the years 1800 to 2199`,
      text: `has ${one(column)} that is no date: write YYYY-MM-DD`,
    };
  }

  get fault(): DayFault | null {
    return this.reader.fault;
  }

  read(bytes: Buffer, from: number, to: number): void {
    if (!this.reader.read(bytes, from, to)) this.shown = shownPart(bytes, from, to);
  }

  tell(findings: Findings, line: number, how: Tell = "faultAt"): boolean {
    const { fault } = this;
    if (fault === null) return false;
    findings[how](this.#sentences[fault], line, this.shown);
    return true;
  }
}

function one(column: string): string {
  return `${/^[aeiou]/.test(column) ? "an" : "a"} ${column}`;
}

/** Null of nothing: there is nothing to show. */
function shownPart(bytes: Buffer, from: number, to: number): Buffer | null {
  return to === from ? null : Buffer.from(bytes.subarray(from, Math.min(to, from + SHOWN_BYTES)));
}
