/** One file of a zip archive, still packed. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  /** Once unpacked. */
  readonly size: number;
  readonly packed: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;

/**
 * The files of a zip archive by its central directory, without folders. Null when the bytes are damaged, cut off, or of
 * the 64-bit kind.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12, 4.3.16
 */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return entriesOf(buffer);
  } catch (error) {
    // A place outside of the file: it was cut, or lies.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function entriesOf(buffer: Buffer): readonly ZipEntry[] | null {
  const end = endOfDirectory(buffer);
  if (end === null) return null;
  const count = buffer.readUInt16LE(end + 10);
  let offset = buffer.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (buffer.readUInt32LE(offset) !== CENTRAL_SIGNATURE) return null;
    const nameLength = buffer.readUInt16LE(offset + 28);
    const name = buffer.toString("utf8", offset + CENTRAL_BYTES, offset + CENTRAL_BYTES + nameLength);
    const packed = packedAt(buffer, buffer.readUInt32LE(offset + 42), buffer.readUInt32LE(offset + 20));
    if (packed === null) return null;
    entries.push({
      name,
      method: buffer.readUInt16LE(offset + 10),
      isEncrypted: (buffer.readUInt16LE(offset + 8) & 1) === 1,
      crc: buffer.readUInt32LE(offset + 16),
      size: buffer.readUInt32LE(offset + 24),
      packed,
    });
    offset += CENTRAL_BYTES + nameLength + buffer.readUInt16LE(offset + 30) + buffer.readUInt16LE(offset + 32);
  }
  return entries.filter(({ name }) => !name.endsWith("/"));
}

/** The record at the end of the file, behind which a comment may follow. */
function endOfDirectory(buffer: Buffer): number | null {
  const lowest = Math.max(0, buffer.length - END_BYTES - LONGEST_COMMENT);
  for (let offset = buffer.length - END_BYTES; offset >= lowest; offset--) {
    if (buffer.readUInt32LE(offset) === END_SIGNATURE) return offset;
  }
  return null;
}

function packedAt(buffer: Buffer, offset: number, length: number): Uint8Array | null {
  if (buffer.readUInt32LE(offset) !== LOCAL_SIGNATURE) return null;
  const start = offset + LOCAL_BYTES + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28);
  return start + length > buffer.length ? null : buffer.subarray(start, start + length);
}
