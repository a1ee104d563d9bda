const MAGIC = 0x184d2204;
const HAS_DICTIONARY = 0x01;
const HAS_CONTENT_CHECKSUM = 0x04;
const HAS_CONTENT_SIZE = 0x08;
const HAS_BLOCK_CHECKSUM = 0x10;
const IS_STORED = 0x8000_0000;
const CHECKSUM_BYTES = 4;
const SIZE_BYTES = 8;
/** Literals and matches are at least so long as four bits say, and longer by each byte of 255 that follows. */
const NIBBLE = 0x0f;
const SHORTEST_MATCH = 4;

/**
 * Unpacks LZ4 frames, one behind the other, as Arrow files hold their columns. Formats: "LZ4 Frame Format Description" 1.6.4 and
 * "LZ4 Block Format Description". Checksums are not looked at.
 *
 * @param maxBytes unpacked, at most @throws RangeError for a damaged frame, or one that holds more
 */
export function unpackLz4(packed: Uint8Array, maxBytes: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const target = createTarget(maxBytes);
  for (let at = 0; at < packed.length; ) at = unpackFrame(packed, view, at, target);
  return target.bytes.subarray(0, target.length);
}

interface Target {
  bytes: Uint8Array;
  length: number;
  readonly maxBytes: number;
}

function createTarget(maxBytes: number): Target {
  return { bytes: new Uint8Array(0), length: 0, maxBytes };
}

function unpackFrame(packed: Uint8Array, view: DataView, start: number, target: Target): number {
  if (view.getUint32(start, true) !== MAGIC) throw new RangeError("this is no LZ4 frame");
  const flags = view.getUint8(start + 4);
  if ((flags & HAS_DICTIONARY) !== 0) throw new RangeError("LZ4 frames with a dictionary are not read");
  const hasSize = (flags & HAS_CONTENT_SIZE) !== 0;
  // Magic number, flags and block size, then what the flags name, then the checksum of the header.
  let at = start + 6 + (hasSize ? SIZE_BYTES : 0) + 1;
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return at + ((flags & HAS_CONTENT_CHECKSUM) === 0 ? 0 : CHECKSUM_BYTES);
    const isStored = size >= IS_STORED;
    const end = at + (isStored ? size - IS_STORED : size);
    if (end > packed.length) throw new RangeError("an LZ4 block is cut off");
    if (isStored) append(target, packed.subarray(at, end));
    else unpackBlock(packed, at, end, target);
    at = end + ((flags & HAS_BLOCK_CHECKSUM) === 0 ? 0 : CHECKSUM_BYTES);
  }
}

/** Sequences of literals and of matches, which are bytes that came before. The last one has literals alone. */
function unpackBlock(packed: Uint8Array, start: number, end: number, target: Target): void {
  let at = start;
  const longer = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === NIBBLE ? 255 : 0; more === 255; length += more) more = byteAt(packed, at++, end);
    return length;
  };
  while (at < end) {
    const token = byteAt(packed, at++, end);
    const literals = longer(token >>> 4);
    if (at + literals > end) throw new RangeError("an LZ4 block is damaged");
    append(target, packed.subarray(at, at + literals));
    at += literals;
    if (at === end) return;
    const distance = byteAt(packed, at, end) + 256 * byteAt(packed, at + 1, end);
    at += 2;
    repeat(target, distance, longer(token & NIBBLE) + SHORTEST_MATCH);
  }
}

function byteAt(packed: Uint8Array, at: number, end: number): number {
  const byte = at < end ? packed[at] : undefined;
  if (byte === undefined) throw new RangeError("an LZ4 block is damaged");
  return byte;
}

function append(target: Target, bytes: Uint8Array): void {
  reserve(target, bytes.length);
  target.bytes.set(bytes, target.length);
  target.length += bytes.length;
}

/** A match may reach into what it makes itself. */
function repeat(target: Target, distance: number, length: number): void {
  if (distance === 0 || distance > target.length) throw new RangeError("an LZ4 block is damaged");
  reserve(target, length);
  const { bytes, length: from } = target;
  if (distance >= length) bytes.copyWithin(from, from - distance, from - distance + length);
  else for (let index = from; index < from + length; index++) bytes[index] = bytes[index - distance] ?? 0;
  target.length += length;
}

function reserve(target: Target, more: number): void {
  const needed = target.length + more;
  if (needed > target.maxBytes) throw new RangeError(`it unpacks to more than ${target.maxBytes} bytes`);
  if (needed <= target.bytes.length) return;
  const grown = new Uint8Array(Math.min(target.maxBytes, Math.max(needed, 2 * target.bytes.length)));
  grown.set(target.bytes.subarray(0, target.length));
  target.bytes = grown;
}
