import { storableText } from "../core/text/storable-text.ts";

/**
 * Postgres arrays in the binary wire format, for bulk inserts through `unnest`:
 * pg sends a Buffer parameter as binary, which spares both sides the text of a
 * million numbers. The statement must name the type (`$1::int4[]`).
 *
 * Layout, all big-endian int32: dimensions, has-nulls flag, element type, length,
 * lower bound; then per element its byte length (−1 is null) and its bytes.
 */
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

const TYPE_IDS = { int8: 20, int4: 23, text: 25 } as const;

/** `int4[]`. */
export function int4Array(values: Int32Array | readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 8);
  let offset = writeHeader(buffer, TYPE_IDS.int4, values.length);
  for (let i = 0; i < values.length; i++) {
    offset = buffer.writeInt32BE(4, offset);
    offset = buffer.writeInt32BE(values[i] ?? 0, offset);
  }
  return buffer;
}

/** `int8[]` of ids given as decimal strings. */
export function int8Array(values: readonly string[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 12);
  let offset = writeHeader(buffer, TYPE_IDS.int8, values.length);
  for (const value of values) {
    offset = buffer.writeInt32BE(8, offset);
    offset = buffer.writeBigInt64BE(BigInt(value), offset);
  }
  return buffer;
}

/** `text[]`; cast it further in SQL for other types (`::text[]::jsonb[]`). */
export function textArray(texts: readonly (string | null)[]): Buffer {
  const values = texts.map((text) => (text === null ? null : storableText(text, Number.POSITIVE_INFINITY)));
  const size = values.reduce((sum, value) => sum + 4 + (value === null ? 0 : Buffer.byteLength(value)), HEADER_BYTES);
  const buffer = Buffer.allocUnsafe(size);
  let offset = writeHeader(buffer, TYPE_IDS.text, values.length);
  for (const value of values) {
    if (value === null) {
      offset = buffer.writeInt32BE(NULL_LENGTH, offset);
      continue;
    }
    const length = buffer.write(value, offset + 4);
    buffer.writeInt32BE(length, offset);
    offset += 4 + length;
  }
  return buffer;
}

/** An empty array still has one dimension here; Postgres accepts a length of 0. */
function writeHeader(buffer: Buffer, typeId: number, length: number): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(typeId, 8);
  buffer.writeInt32BE(length, 12);
  return buffer.writeInt32BE(1, 16);
}
