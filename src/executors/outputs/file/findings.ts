import { printable } from "../../../core/text/printable.ts";
import { storableText } from "../../../core/text/storable-text.ts";
import type { FileReport } from "../outputs-report.ts";

/** Lines that a sentence names; the others are counted. */
const LINES_NAMED = 3;
const LONGEST_SHOWN = 40;
const LONGEST_SENTENCE = 600;

interface Faults {
  readonly lines: number[];
  readonly shown: string | null;
  count: number;
  readonly isError: boolean;
}

/** What is wrong with one file. Memory depends on how many kinds of fault there are, not on how often they are met. */
export class Findings {
  readonly #isRequired: boolean;
  readonly #errors: string[] = [];
  readonly #warnings: string[] = [];
  readonly #byLine = new Map<string, Faults>();

  /** @param isRequired whether a fault is an error */
  constructor(isRequired: boolean) {
    this.#isRequired = isRequired;
  }

  /** Against the contract: an error of a required file, else a warning. */
  fault(sentence: string): void {
    (this.#isRequired ? this.#errors : this.#warnings).push(sentence);
  }

  /** Against a rule that somebody wrote. */
  broken(sentence: string): void {
    this.#errors.push(sentence);
  }

  warn(sentence: string): void {
    this.#warnings.push(sentence);
  }

  /**
   * The same as `fault`, at a line: all faults with the same sentence become one.
   *
   * @param shown what stands there, in bytes; null for nothing to show
   */
  faultAt(sentence: string, line: number, shown: Buffer | null = null): void {
    this.#addAt(sentence, { line, shown, isError: this.#isRequired });
  }

  brokenAt(sentence: string, line: number, shown: Buffer | null = null): void {
    this.#addAt(sentence, { line, shown, isError: true });
  }

  warnAt(sentence: string, line: number, shown: Buffer | null = null): void {
    this.#addAt(sentence, { line, shown, isError: false });
  }

  report(of: Pick<FileReport, "exists" | "size" | "row_count" | "columns">): FileReport {
    const told = [...this.#byLine].map(([sentence, faults]) => ({ text: sentenceOf(sentence, faults), ...faults }));
    const texts = (isError: boolean): readonly string[] =>
      told.filter((faults) => faults.isError === isError).map(({ text }) => text);
    const { exists, size, row_count, columns } = of;
    return {
      exists,
      size,
      errors: [...this.#errors, ...texts(true)].map(oneLine),
      warnings: [...this.#warnings, ...texts(false)].map(oneLine),
      row_count,
      columns,
    };
  }

  #addAt(
    sentence: string,
    at: { readonly line: number; readonly shown: Buffer | null; readonly isError: boolean },
  ): void {
    const known = this.#byLine.get(sentence);
    if (known === undefined) {
      const shown = at.shown === null ? null : shownBytes(at.shown);
      this.#byLine.set(sentence, { lines: [at.line], shown, count: 1, isError: at.isError });
      return;
    }
    known.count++;
    if (known.lines.length < LINES_NAMED) known.lines.push(at.line);
  }
}

/** `pnl is no number on lines 3, 7, 9 and 1,204 more (line 3 has "abc")` */
function sentenceOf(sentence: string, { lines, shown, count }: Faults): string {
  const more = count - lines.length;
  const named = lines.map((line) => line.toLocaleString("en-US"));
  const last = named.at(-1) ?? "";
  const all =
    more > 0
      ? `${named.join(", ")} and ${more.toLocaleString("en-US")} more`
      : [named.slice(0, -1).join(", "), last].filter((part) => part !== "").join(" and ");
  const where = count === 1 ? ` on line ${all}` : ` on lines ${all}`;
  if (shown === null) return sentence + where;
  return `${sentence}${where} (${count === 1 ? "" : `line ${named[0]} has `}${shown})`;
}

/** A sentence of which no part can be more than a part of it: on one line, of characters that can be stored and shown. */
export function oneLine(sentence: string): string {
  const text = printable(sentence.replaceAll(/\s+/g, " "));
  return text.length > LONGEST_SENTENCE ? `${text.slice(0, LONGEST_SENTENCE).toWellFormed()}…` : text;
}

/** What stands in a file, short and on one line, as JSON writes it. */
export function shownText(text: string): string {
  const whole = storableText(text.trim());
  const cut = whole.length > LONGEST_SHOWN ? `${whole.slice(0, LONGEST_SHOWN).toWellFormed()}…` : whole;
  return JSON.stringify(cut);
}

/** `1 row`, `1,204 rows` */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function shownBytes(bytes: Buffer): string {
  return shownText(bytes.subarray(0, 4 * LONGEST_SHOWN).toString("utf8"));
}
