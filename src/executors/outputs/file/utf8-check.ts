import { isUtf8 } from "node:buffer";

const LF = 10;

/** Finds the first bytes that are no UTF-8, chunk by chunk; a character may lie across two of them. */
export class Utf8Check {
  #tail = Buffer.alloc(0);
  /** Line of the first bytes that are none; 0 for none so far. */
  badLine = 0;

  /** @param line that the bytes begin on */
  push(bytes: Buffer, line: number): void {
    if (this.badLine > 0) return;
    const end = wholeCharacters(bytes);
    const joined = this.#tail.length === 0 ? null : Buffer.concat([this.#tail, bytes.subarray(0, 4)]);
    const start = joined === null ? 0 : Math.min(end, headOf(bytes));
    const isSound =
      (joined === null || isUtf8(joined.subarray(0, this.#tail.length + start))) && isUtf8(bytes.subarray(start, end));
    if (!isSound) {
      this.badLine = line + linesBeforeBad(bytes, start, end);
      return;
    }
    this.#tail = Buffer.from(bytes.subarray(end));
  }

  /** After the last chunk. */
  end(line: number): void {
    if (this.badLine === 0 && this.#tail.length > 0) this.badLine = line;
  }
}

/** Up to where the bytes end with a whole character: at most three of the last ones begin one that goes on. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (needs > 0) return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Bytes at the beginning that go on with a character of the chunk before. */
function headOf(bytes: Buffer): number {
  let count = 0;
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count++;
  return count;
}

function linesBeforeBad(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  let from = start;
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < end; at = bytes.indexOf(LF, from)) {
    if (!isUtf8(bytes.subarray(from, at))) return count;
    count++;
    from = at + 1;
  }
  return count;
}
