/** Why a field holds no finite number. `empty`: nothing, or what programs write for a value that is missing. */
export type NumberFault = "empty" | "infinite" | "mixed_decimals" | "text";

const POINT = 46;
const COMMA = 44;
const MINUS = 45;
const PLUS = 43;
/** Up to here a product or quotient of two doubles is the double nearest to the decimal number (Clinger 1990). */
const EXACT_DIGITS = 15;
/** Of characters; no program writes a double with more than 330. */
const LONGEST = 400;
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const MISSING: ReadonlySet<string> = new Set([
  "",
  "nan",
  "na",
  "n/a",
  "#n/a",
  "null",
  "none",
  "nil",
  "-",
  "<na>",
  "nat",
]);
const INFINITE = /^[+-]?(inf|infinity)$/i;

/** Reads numbers from the bytes of fields, as programs write them: no thousands separators, no currency. */
export class NumberReader {
  /** After `read`: null when it was a number. */
  fault: NumberFault | null = null;
  /** Whether every decimal mark so far was preceded by 1–3 digits and followed by three, as a thousands separator is. */
  looksGrouped = true;
  /** Decimal marks met. */
  marks = 0;
  #mark: number;
  readonly #mayBeComma: boolean;

  /** @param mayBeComma that the comma is not the separator of the file, so that it may be its decimal mark */
  constructor(mayBeComma: boolean) {
    this.#mark = mayBeComma ? 0 : POINT;
    this.#mayBeComma = mayBeComma;
  }

  get usesComma(): boolean {
    return this.#mark === COMMA;
  }

  /** NaN when it is none; `fault` says why. */
  read(bytes: Buffer, start: number, end: number): number {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    this.fault = null;
    const first = bytes[from];
    const isNegative = first === MINUS;
    const digitsFrom = isNegative || first === PLUS ? from + 1 : from;
    let mantissa = 0;
    let digits = 0;
    let markAt = -1;
    for (let at = digitsFrom; at < to; at++) {
      const byte = bytes[at] ?? 0;
      const digit = byte - 48;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        if (mantissa !== 0) digits++;
      } else if (markAt < 0 && (byte === POINT || (byte === COMMA && this.#mayBeComma))) markAt = at;
      else return this.#readSlowly(bytes, from, to);
    }
    const decimals = markAt < 0 ? 0 : to - markAt - 1;
    const isNumber = to - digitsFrom > (markAt < 0 ? 0 : 1);
    if (!isNumber || decimals >= LONGEST) return this.#readSlowly(bytes, from, to);
    if (markAt >= 0 && !this.#accepts(bytes[markAt] ?? 0, markAt - digitsFrom, decimals))
      return this.#fail("mixed_decimals");
    const isExact = digits <= EXACT_DIGITS && decimals < POWERS.length;
    if (!isExact) return this.#finite(Number(textOf(bytes, from, to)));
    const size = mantissa / (POWERS[decimals] ?? Number.NaN);
    return isNegative ? -size : size;
  }

  /** The first decimal mark of a file decides. */
  #accepts(mark: number, before: number, after: number): boolean {
    if (this.#mark === 0) this.#mark = mark;
    this.marks++;
    if (after !== 3 || before < 1 || before > 3) this.looksGrouped = false;
    return this.#mark === mark;
  }

  /** What has many digits, an exponent, or is no number. */
  #readSlowly(bytes: Buffer, from: number, to: number): number {
    const text = bytes.toString("latin1", from, Math.min(to, from + LONGEST));
    if (MISSING.has(text.toLowerCase())) return this.#fail("empty");
    if (INFINITE.test(text)) return this.#fail("infinite");
    const [, before = "", mark = "", after = ""] = /^[+-]?(\d*)(?:([.,])(\d*))?(?:e[+-]?\d+)?$/i.exec(text) ?? [];
    const isNumber = before !== "" || after !== "";
    if (!isNumber || (mark === "," && !this.#mayBeComma)) return this.#fail("text");
    if (mark !== "" && !this.#accepts(mark.charCodeAt(0), before.length, after.length))
      return this.#fail("mixed_decimals");
    return this.#finite(Number(text.replace(",", ".")));
  }

  #finite(value: number): number {
    return Number.isFinite(value) ? value : this.#fail("infinite");
  }

  #fail(fault: NumberFault): number {
    this.fault = fault;
    return Number.NaN;
  }
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString("latin1", from, to).replace(",", ".");
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9;
}
