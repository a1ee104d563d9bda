/** A stream of pseudo-random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A whole number in 0…2³² − 1. */
  readonly nextUint32: () => number;
  /** A number in [0, 1) with 53 random bits. */
  readonly nextUnit: () => number;
  /** A whole number in 0…limit − 1 without bias (Lemire 2019); `limit` in 1…2²¹, where the products are exact. */
  readonly nextBelow: (limit: number) => number;
}

/**
 * xoshiro128++ 1.0 (Blackman & Vigna 2019): period 2¹²⁸ − 1, 128 bits of state. Not for secrets.
 *
 * @param seed any safe integer; both 32-bit halves count
 * @param stream separates generators of one seed, such as the cells of a sweep; 0…2³² − 1
 */
export function createRandom(seed: number, stream = 0): Random {
  let mix = Math.imul(stream | 0, 0x9e3779b9) ^ Math.floor(seed / 2 ** 32);
  const nextSeed = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    return avalanche(mix ^ (seed | 0));
  };
  return randomFromState([nextSeed(), nextSeed(), nextSeed(), nextSeed()]);
}

/** The generator at a given state, four 32-bit words that are not all 0. */
export function randomFromState(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  const nextUint32 = (): number => {
    const result = (rotate(a + d, 7) + a) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const nextUnit = (): number => unitOf(nextUint32(), nextUint32());
  const nextBelow = (limit: number): number => {
    for (;;) {
      const product = nextUint32() * limit;
      const drawn = Math.floor(product * 2 ** -32);
      const rest = product - drawn * 2 ** 32;
      if (rest >= limit || rest >= 2 ** 32 % limit) return drawn;
    }
  };
  return { nextUint32, nextUnit, nextBelow };
}

/** The number in [0, 1) that `nextUnit` makes of two words: the upper 27 bits of one, below them the upper 26 of the other. */
export function unitOf(high: number, low: number): number {
  return (high >>> 5) * 2 ** -27 + (low >>> 6) * 2 ** -53;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The 32-bit finalizer of MurmurHash3: every input bit reaches every output bit. */
function avalanche(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
