import { createRandom } from "../../analytics/resampling/random.ts";
import { JOE_KUO } from "./joe-kuo.ts";

/** Axes that a Sobol sequence can have. */
export const MOST_SOBOL_AXES = JOE_KUO.length + 1;

const BITS = 32;

/**
 * The points of a Sobol sequence in [0, 1)^dimensions, one per call, in Gray-code order (Antonov & Saleev 1979) with 32 bits and
 * the direction numbers of Joe and Kuo. Repeats after 2³² points. Any first 2^k points fill each of the 2^k equal parts of every
 * axis once.
 *
 * @param dimensions 1…MOST_SOBOL_AXES
 * @param seed every coordinate is xored with a word of this seed (a digital shift, Cranley–Patterson in base 2), which keeps that
 *   property; null leaves the sequence as it is, with the origin as its first point
 */
export function sobolPoints(dimensions: number, seed: number | null): () => Float64Array {
  const directions = Array.from({ length: dimensions }, (_, axis) => directionsOf(axis));
  const random = seed === null ? null : createRandom(seed);
  const words = Uint32Array.from({ length: dimensions }, () => random?.nextUint32() ?? 0);
  let index = 0;
  return () => {
    if (index > 0) {
      const changed = Math.min(trailingZeros(index), BITS - 1);
      for (let axis = 0; axis < dimensions; axis++) {
        words[axis] = (words[axis] ?? 0) ^ (directions[axis]?.[changed] ?? 0);
      }
    }
    index += 1;
    return Float64Array.from(words, (word) => word * 2 ** -BITS);
  };
}

/** The direction numbers of an axis, as fractions of 2³². */
function directionsOf(axis: number): Uint32Array {
  const [polynomial = 3, ...first] = axis === 0 ? [] : (JOE_KUO[axis - 1] ?? []);
  if (axis === 0) return Uint32Array.from({ length: BITS }, (_, bit) => 2 ** (BITS - 1 - bit));
  const degree = first.length;
  const numbers = new Uint32Array(BITS);
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      numbers[bit] = (first[bit] ?? 0) * 2 ** (BITS - 1 - bit);
      continue;
    }
    let next = (numbers[bit - degree] ?? 0) ^ ((numbers[bit - degree] ?? 0) >>> degree);
    for (let term = 1; term < degree; term++) {
      if (((polynomial >>> (degree - term)) & 1) === 1) next ^= numbers[bit - term] ?? 0;
    }
    numbers[bit] = next;
  }
  return numbers;
}

function trailingZeros(index: number): number {
  return 31 - Math.clz32(index & -index);
}
