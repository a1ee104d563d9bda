import { type Random, unitOf } from "./random.ts";

/** Draws a whole number from 1 on. */
export type GeometricLengths = (random: Pick<Random, "nextUint32">) => number;

/** So many leading bits of a word choose an entry of the table: 16 kB, which stay in the nearest cache. */
const TABLE_BITS = 12;
/** Of an entry whose words do not all come to one length. */
const UNDECIDED = 0;
/** More than `Math.log` and a product are ever off, as a share: 2⁻⁵². */
const ROUNDING = 2 ** -48;

/**
 * Lengths with P(length > k) = (1 − 1 ÷ mean)ᵏ, by inversion of one number in [0, 1). The logarithm is a third of what a block
 * costs, so a table has the length where the leading bits of the number decide it, as they do for all but one in eighty at a
 * mean of 7.5; the others take the logarithm. Table or not, the length is that of the logarithm, to the last bit.
 *
 * @param mean above 1
 */
export function geometricLengths(mean: number): GeometricLengths {
  const perLength = 1 / Math.log1p(-1 / mean);
  const table = tableOfLengths(perLength);
  return ({ nextUint32 }) => {
    const high = nextUint32();
    const low = nextUint32();
    const length = table[high >>> (32 - TABLE_BITS)] ?? UNDECIDED;
    return length === UNDECIDED ? 1 + Math.floor(Math.log(1 - unitOf(high, low)) * perLength) : length;
  };
}

/**
 * One length per value of the leading bits, where both ends of what they leave open have the same, by more than rounding. There are
 * none at means above 4,096, so that 32 bits have room for all.
 */
function tableOfLengths(perLength: number): Int32Array {
  const entries = 2 ** TABLE_BITS;
  const table = new Int32Array(entries).fill(UNDECIDED);
  let from = 0;
  for (let entry = 0; entry < entries; entry++) {
    const to = Math.log(1 - (entry + 1) / entries) * perLength;
    const shortest = Math.floor(from * (1 - ROUNDING));
    const longest = Math.floor(to * (1 + ROUNDING));
    if (shortest === longest) table[entry] = 1 + longest;
    from = to;
  }
  return table;
}
