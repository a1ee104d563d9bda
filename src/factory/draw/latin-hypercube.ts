import { createRandom } from "../../analytics/resampling/random.ts";

/**
 * `n` points in [0, 1)^dimensions of which each n-th part of every axis holds exactly one (McKay, Beckman & Conover 1979), one per
 * call; the order of the parts is shuffled for each axis, and the place within a part is random.
 *
 * @param n 1…2²¹ @param seed the same one gives the same points
 */
export function latinHypercubePoints(dimensions: number, n: number, seed: number): () => Float64Array {
  const parts = Array.from({ length: dimensions }, (_, axis) => shuffled(n, seed, axis));
  const random = createRandom(seed, dimensions);
  let next = 0;
  return () => {
    const at = next++ % n;
    return Float64Array.from(parts, (order) => ((order[at] ?? 0) + random.nextUnit()) / n);
  };
}

/** 0…n−1 in random order (Durstenfeld 1964). */
function shuffled(n: number, seed: number, stream: number): Uint32Array {
  const random = createRandom(seed, stream);
  const order = Uint32Array.from({ length: n }, (_, at) => at);
  for (let last = n - 1; last > 0; last--) {
    const other = random.nextBelow(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
