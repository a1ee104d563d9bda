import { isUtf8 } from "node:buffer";
import { type Encoding, ENCODINGS } from "../../../core/spec/data-reading.ts";
import { markedEncoding } from "../open-rows.ts";
import { knownHeaders } from "./guess-columns.ts";

const LOOKED_AT_BYTES = 65_536;
const LOOKED_AT_LINES = 10;
const LINE_FEED = 0x0a;
/** Of all bytes: in UTF-16 every second one of what digits and commas are made of. */
const MANY_ZEROS = 0.3;

/**
 * In which encoding a text is that is not UTF-8: that in which most of its headers are known ones. Undefined for UTF-8, and where
 * no header tells: then what is read is the same in all of them.
 */
export function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return marked;
  const start = bytes.subarray(0, LOOKED_AT_BYTES);
  const wide = wideEncoding(start);
  if (wide !== undefined) return wide;
  const lines = start.subarray(0, start.lastIndexOf(LINE_FEED) + 1 || start.length);
  if (isUtf8(lines)) return undefined;
  const asItIs = headersIn(new TextDecoder().decode(lines));
  const found = ENCODINGS.map((encoding) => ({ encoding, known: headersIn(decoded(lines, encoding)) }));
  const [best] = found.toSorted((a, b) => b.known - a.known);
  return best !== undefined && best.known > asItIs ? best.encoding : undefined;
}

/** UTF-16 without a mark. */
function wideEncoding(bytes: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / bytes.length);
  if (odd > MANY_ZEROS && even < odd / 10) return "utf-16le";
  return even > MANY_ZEROS && odd < even / 10 ? "utf-16be" : undefined;
}

/** Empty where it is no text of that encoding. */
function decoded(bytes: Uint8Array, encoding: Encoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}

/** Of the line that has most. */
function headersIn(text: string): number {
  const lines = text.split(/\r\n?|\n/, LOOKED_AT_LINES);
  return Math.max(...lines.map((line) => knownHeaders(line.split(/[,;\t|]/).map((cell) => cell.replaceAll('"', "")))));
}
