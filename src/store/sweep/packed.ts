/** Numbers as `batch` and `sweep_part` hold them: big-endian, as Postgres sends its own. */
const DOUBLE = 8;
const INT = 4;

export function packDoubles(columns: readonly Float64Array[]): Buffer {
  const count = columns.reduce((sum, { length }) => sum + length, 0);
  const whole = new Float64Array(count);
  let at = 0;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return Buffer.from(whole.buffer).swap64();
}

/** @param bytes are overwritten */
export function unpackDoubles(bytes: Buffer): Float64Array {
  const own = aligned(bytes, DOUBLE);
  own.swap64();
  return new Float64Array(own.buffer, own.byteOffset, own.length / DOUBLE);
}

export function packInts(values: ArrayLike<number>): Buffer {
  return Buffer.from(Int32Array.from(values).buffer).swap32();
}

/** @param bytes are overwritten */
export function unpackInts(bytes: Buffer): Int32Array {
  const own = aligned(bytes, INT);
  own.swap32();
  return new Int32Array(own.buffer, own.byteOffset, own.length / INT);
}

/** The driver's buffers start anywhere. */
function aligned(bytes: Buffer, size: number): Buffer {
  return bytes.byteOffset % size === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
}
