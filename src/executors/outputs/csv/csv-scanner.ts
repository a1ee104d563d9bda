const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Longest field that is looked at; of a longer one the beginning. A number or a date has at most some 40 bytes. */
const LONGEST_FIELD = 1024;

/** Who is told of rows. Bytes are only good until the call returns. */
export interface RowSink {
  /** A field of a wanted column, without its quotes, in the order of the row. */
  field(slot: number, bytes: Buffer, from: number, to: number): void;
  /** @param fields how many the row had @param line where it begins; the first line of the file is 1 */
  row(fields: number, line: number): void;
}

/** Where quotes are not as RFC 4180 has them. */
export interface QuoteFaults {
  /** Line of the first field that goes on after its closing quote; 0 for none. */
  readonly afterQuote: number;
  /** Line on which a quoted field begins that never ends; 0 for none. */
  readonly unclosed: number;
}

const PLAIN = 0;
const QUOTED = 1;
/** A quote inside a quoted field: its end, or the first of two that stand for one. */
const QUOTE_SEEN = 2;

/**
 * Cuts the bytes of a CSV file (RFC 4180, LF or CRLF; empty lines are passed over) into fields, chunk by chunk. Memory does not
 * depend on the file, nor on its longest row: only what wanted columns have across two chunks or between quotes is copied.
 * A loop over bytes with local variables: csv-parse takes four times as long to cut a file as this and all checks together (`bench/outputs.ts`).
 */
export class CsvScanner {
  readonly #separator: number;
  /** Of each column its slot; −1 for one that nobody wants. */
  readonly #slots: Int32Array;
  readonly #sink: RowSink;
  readonly #held = Buffer.allocUnsafe(LONGEST_FIELD);
  #heldLength = 0;
  #mode = PLAIN;
  #column = 0;
  /** Whether the present field has a byte, or a quote, in an earlier chunk. */
  #isBegun = false;
  #line: number;
  #rowLine: number;
  #quoteLine = 0;
  #afterQuote = 0;

  /** @param line on which the bytes begin */
  constructor(separator: number, slots: Int32Array, sink: RowSink, line: number) {
    this.#separator = separator;
    this.#slots = slots;
    this.#sink = sink;
    this.#line = line;
    this.#rowLine = line;
  }

  /** The line that the next byte is on. */
  get line(): number {
    return this.#line;
  }

  push(bytes: Buffer): void {
    const separator = this.#separator;
    const slots = this.#slots;
    const { length } = bytes;
    let mode = this.#mode;
    let column = this.#column;
    let slot = slots[column] ?? -1;
    let start = 0;
    let isBegun = this.#isBegun;
    for (let at = 0; at < length; at++) {
      const byte = bytes[at];
      if (mode === PLAIN) {
        if (byte === separator) {
          if (slot >= 0) this.#end(slot, bytes, start, at);
          slot = slots[++column] ?? -1;
          start = at + 1;
          isBegun = false;
        } else if (byte === LF) {
          this.#endRow({ bytes, start, at, column, slot, isBegun });
          column = 0;
          slot = slots[0] ?? -1;
          start = at + 1;
          isBegun = false;
        } else if (byte === QUOTE && at === start && !isBegun) {
          mode = QUOTED;
          isBegun = true;
          start = at + 1;
          this.#quoteLine = this.#line;
        }
      } else if (mode === QUOTED) {
        if (byte === QUOTE) {
          if (slot >= 0) this.#hold(bytes, start, at);
          mode = QUOTE_SEEN;
        } else if (byte === LF) this.#line++;
      } else if (byte === QUOTE) {
        mode = QUOTED;
        // The second of the two is the first byte of what is held next.
        start = at;
      } else {
        mode = PLAIN;
        start = at;
        if (byte !== separator && byte !== LF && byte !== CR && this.#afterQuote === 0) this.#afterQuote = this.#line;
        at--;
      }
    }
    if (mode !== QUOTE_SEEN && slot >= 0) this.#hold(bytes, start, length);
    this.#mode = mode;
    this.#column = column;
    this.#isBegun = isBegun || (mode === PLAIN && start < length);
  }

  /** Tells of a last row without a line break. @returns whether there was one */
  end(): boolean {
    const isRow = this.#column > 0 || this.#isBegun;
    if (isRow) {
      const slot = this.#slots[this.#column] ?? -1;
      if (slot >= 0) this.#end(slot, this.#held, 0, 0);
      this.#sink.row(this.#column + 1, this.#rowLine);
    }
    return isRow;
  }

  get quoteFaults(): QuoteFaults {
    return { afterQuote: this.#afterQuote, unclosed: this.#mode === QUOTED ? this.#quoteLine : 0 };
  }

  #endRow(row: {
    readonly bytes: Buffer;
    readonly start: number;
    readonly at: number;
    readonly column: number;
    readonly slot: number;
    readonly isBegun: boolean;
  }): void {
    const { bytes, start, at, column, slot, isBegun } = row;
    const to = at > start && bytes[at - 1] === CR ? at - 1 : at;
    const isEmpty = column === 0 && to === start && (!isBegun || this.#isHeldReturn());
    if (isEmpty) this.#heldLength = 0;
    else {
      // The first half of a CRLF that two chunks share.
      if (at === start && this.#held[this.#heldLength - 1] === CR) this.#heldLength--;
      if (slot >= 0) this.#end(slot, bytes, start, to);
      this.#sink.row(column + 1, this.#rowLine);
    }
    this.#line++;
    this.#rowLine = this.#line;
  }

  /** A CRLF that two chunks share, and nothing else on the line. */
  #isHeldReturn(): boolean {
    return this.#heldLength === 1 && this.#held[0] === CR;
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    const length = Math.min(to - from, LONGEST_FIELD - this.#heldLength);
    if (length <= 0) return;
    bytes.copy(this.#held, this.#heldLength, from, from + length);
    this.#heldLength += length;
  }

  #end(slot: number, bytes: Buffer, from: number, to: number): void {
    if (this.#heldLength === 0) {
      this.#sink.field(slot, bytes, from, to);
      return;
    }
    this.#hold(bytes, from, to);
    const length = this.#heldLength;
    this.#heldLength = 0;
    this.#sink.field(slot, this.#held, 0, length);
  }
}
