/** What the directory of a zip archive says of a file. */
export interface ZipFacts {
  readonly name: string;
  readonly method: ZipMethod;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly offset: number;
}

/** As the format has them: as it is, or deflated. */
export const ZIP_METHODS = { stored: 0, deflated: 8 } as const;
export type ZipMethod = (typeof ZIP_METHODS)[keyof typeof ZIP_METHODS];

export const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
export const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
export const END = { signature: 0x06054b50, bytes: 22 } as const;
export const END_64 = { signature: 0x06064b50, bytes: 56 } as const;
export const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 } as const;
/** Of the extra field with numbers of 64 bits. */
export const EXTRA_64 = 0x0001;
/** Stands for a number that is in that field. */
export const MAX_32 = 0xffff_ffff;
export const MAX_16 = 0xffff;

const VERSION = 45;
/** Written by a Unix. */
const MADE_BY = (3 << 8) | VERSION;
/** Names are UTF-8. */
const UTF_8 = 1 << 11;
/** 1980-01-01 00:00, the first moment that the format knows: the same files make the same archive. */
const [TIME, DATE] = [0, (1 << 5) | 1];
/** A regular file that its owner may write. */
const ATTRIBUTES = 0o100644 * 2 ** 16;

/**
 * Stands before the bytes of a file, and is of one length whatever its sizes are: they are written in 64 bits.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT sections 4.3.7, 4.3.12 to 4.3.16, 4.5.3
 */
export function localRecord({ name, method, crc, packedBytes, bytes }: Omit<ZipFacts, "offset">): Buffer {
  const encoded = Buffer.from(name, "utf8");
  const head = Buffer.alloc(LOCAL.bytes);
  head.writeUInt32LE(LOCAL.signature, 0);
  writeCommon(head.subarray(4), { method, crc, packedBytes: MAX_32, bytes: MAX_32, nameBytes: encoded.length });
  const extra = extra64([bytes, packedBytes]);
  head.writeUInt16LE(extra.length, 28);
  return Buffer.concat([head, encoded, extra]);
}

/** In the directory at the end. */
export function centralRecord({ name, method, crc, packedBytes, bytes, offset }: ZipFacts): Buffer {
  const encoded = Buffer.from(name, "utf8");
  const head = Buffer.alloc(CENTRAL.bytes);
  const large = [bytes, packedBytes, offset].filter((value) => value >= MAX_32);
  const extra = large.length === 0 ? Buffer.alloc(0) : extra64(large);
  head.writeUInt32LE(CENTRAL.signature, 0);
  head.writeUInt16LE(MADE_BY, 4);
  const small = { packedBytes: Math.min(packedBytes, MAX_32), bytes: Math.min(bytes, MAX_32) };
  writeCommon(head.subarray(6), { method, crc, ...small, nameBytes: encoded.length });
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(ATTRIBUTES, 38);
  head.writeUInt32LE(Math.min(offset, MAX_32), 42);
  return Buffer.concat([head, encoded, extra]);
}

/** What comes last, with numbers of 64 bits before it where they are needed. */
export function endRecords({ files, offset, bytes }: Directory): Buffer {
  const isLarge = files >= MAX_16 || offset >= MAX_32 || bytes >= MAX_32;
  const end = Buffer.alloc(END.bytes);
  end.writeUInt32LE(END.signature, 0);
  end.writeUInt16LE(Math.min(files, MAX_16), 8);
  end.writeUInt16LE(Math.min(files, MAX_16), 10);
  end.writeUInt32LE(Math.min(bytes, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  if (!isLarge) return end;
  const large = Buffer.alloc(END_64.bytes);
  large.writeUInt32LE(END_64.signature, 0);
  large.writeBigUInt64LE(BigInt(END_64.bytes - 12), 4);
  large.writeUInt16LE(MADE_BY, 12);
  large.writeUInt16LE(VERSION, 14);
  for (const [index, value] of [files, files, bytes, offset].entries()) {
    large.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
  }
  const locator = Buffer.alloc(LOCATOR_64.bytes);
  locator.writeUInt32LE(LOCATOR_64.signature, 0);
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([large, locator, end]);
}

/** Where the list of files lies in the archive. */
export interface Directory {
  readonly files: number;
  readonly offset: number;
  readonly bytes: number;
}

interface Common extends Pick<ZipFacts, "method" | "crc" | "packedBytes" | "bytes"> {
  readonly nameBytes: number;
}

/** What both records of a file have, in one order. */
function writeCommon(to: Buffer, { method, crc, packedBytes, bytes, nameBytes }: Common): void {
  to.writeUInt16LE(VERSION, 0);
  to.writeUInt16LE(UTF_8, 2);
  to.writeUInt16LE(method, 4);
  to.writeUInt16LE(TIME, 6);
  to.writeUInt16LE(DATE, 8);
  to.writeUInt32LE(crc, 10);
  to.writeUInt32LE(packedBytes, 14);
  to.writeUInt32LE(bytes, 18);
  to.writeUInt16LE(nameBytes, 22);
}

function extra64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(EXTRA_64, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}
