import type { Random } from "./random.ts";

/**
 * How a series is drawn anew: `iid` forgets the order; `circular` keeps blocks of one length (Politis & Romano 1992);
 * `stationary` keeps blocks of geometric length (Politis & Romano 1994); `permutation` only shuffles. Blocks wrap
 * around the end.
 */
export const RESAMPLING_METHODS = ["iid", "circular", "stationary", "permutation"] as const;
export type ResamplingMethod = (typeof RESAMPLING_METHODS)[number];

export interface Resampling {
  readonly method: ResamplingMethod;
  /** Bars; the mean for `stationary`, rounded for `circular`, unused by the others. Below 1 is 1. */
  readonly blockLength: number;
  readonly random: Random;
}

/** Fills `indices` with the positions of one resample of a series of the same length. */
export function resample(indices: Int32Array, { method, blockLength, random }: Resampling): void {
  switch (method) {
    case "iid":
      return drawBlocks(indices, random, () => true);
    case "stationary":
      return drawBlocks(indices, random, () => random.nextUnit() * blockLength < 1);
    case "circular": {
      const length = Math.max(1, Math.round(blockLength));
      return drawBlocks(indices, random, (i) => i % length === 0);
    }
    case "permutation":
      return shuffle(indices, random);
  }
}

/** Each position follows the one before, or starts a new block anywhere. */
function drawBlocks(indices: Int32Array, random: Random, startsBlock: (i: number) => boolean): void {
  const count = indices.length;
  for (let i = 0; i < count; i++) {
    const next = i === 0 || startsBlock(i) ? random.nextBelow(count) : (indices[i - 1] ?? 0) + 1;
    indices[i] = next === count ? 0 : next;
  }
}

/** Fisher and Yates, from the end. */
function shuffle(indices: Int32Array, random: Random): void {
  for (let i = 0; i < indices.length; i++) indices[i] = i;
  for (let i = indices.length - 1; i > 0; i--) {
    const other = random.nextBelow(i + 1);
    const kept = indices[i] ?? 0;
    indices[i] = indices[other] ?? 0;
    indices[other] = kept;
  }
}
