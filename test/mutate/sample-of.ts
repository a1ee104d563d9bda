import { randomOf } from "../support/faults/seeded-random.ts";

/** `count` of them in an order that follows from the seed alone. */
export function sampleOf<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const random = randomOf(seed);
  return all
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, item]) => item);
}
