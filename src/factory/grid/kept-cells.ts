/** Which raw cells of a grid are left after filtering, numbered without gaps. */
export interface KeptCells {
  readonly count: number;
  /** @param index 0…count-1, the number without gaps */
  rawAt(index: number): number;
  /** The inverse; -1 for a raw cell that was left out. */
  indexOf(raw: number): number;
}

export function keepAll(count: number): KeptCells {
  return { count, rawAt: (index) => index, indexOf: (raw) => raw };
}

const WORDS_PER_BLOCK = 8;
const BITS_PER_BLOCK = WORDS_PER_BLOCK * 32;

/**
 * One bit per raw cell, and the number of kept cells before each block of 256: a million raw cells take 140 kB,
 * and both directions are a lookup (`indexOf`) or a binary search over blocks (`rawAt`).
 *
 * @param isKept called once per raw cell, in order
 */
export function keepSome(rawCount: number, isKept: (raw: number) => boolean): KeptCells {
  const blocks = Math.ceil(rawCount / BITS_PER_BLOCK);
  const words = new Uint32Array(blocks * WORDS_PER_BLOCK);
  const before = new Uint32Array(blocks + 1);
  let count = 0;
  for (let raw = 0; raw < rawCount; raw++) {
    if (raw % BITS_PER_BLOCK === 0) before[raw / BITS_PER_BLOCK] = count;
    if (!isKept(raw)) continue;
    const word = raw >>> 5;
    words[word] = (words[word] ?? 0) | (1 << (raw & 31));
    count += 1;
  }
  before[blocks] = count;

  return {
    count,
    rawAt(index) {
      const block = lastAtMost(before, blocks, index);
      let left = index - (before[block] ?? 0);
      let word = block * WORDS_PER_BLOCK;
      for (let bits = bitCount(words[word] ?? 0); left >= bits; bits = bitCount(words[word] ?? 0)) {
        left -= bits;
        word += 1;
      }
      return word * 32 + nthBit(words[word] ?? 0, left);
    },
    indexOf(raw) {
      const bits = words[raw >>> 5] ?? 0;
      const mask = 1 << (raw & 31);
      if ((bits & mask) === 0) return -1;
      const block = Math.floor(raw / BITS_PER_BLOCK);
      let index = before[block] ?? 0;
      for (let word = block * WORDS_PER_BLOCK; word < raw >>> 5; word++) index += bitCount(words[word] ?? 0);
      return index + bitCount(bits & (mask - 1));
    },
  };
}

/** Position of the last of the ascending `starts[0…length-1]` that is at most `value`. */
function lastAtMost(starts: Uint32Array, length: number, value: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Set bits of a 32-bit word, added up in parallel (Warren, Hacker's Delight, 5-1). */
function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** Position of the set bit that has `n` set bits below it. */
function nthBit(word: number, n: number): number {
  let rest = word;
  for (let skipped = 0; skipped < n; skipped++) rest &= rest - 1;
  return 31 - Math.clz32(rest & -rest);
}
