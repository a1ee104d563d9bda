import { type GeometricLengths, geometricLengths } from "./geometric-lengths.ts";
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
}

/** Fills `indices` with the positions of one resample of a series of the same length. */
export type Resample = (indices: Int32Array, random: Random) => void;

/** What draws resamples, prepared once for all of them. */
export function resampler({ method, blockLength }: Resampling): Resample {
  switch (method) {
    case "iid":
      return drawEach;
    case "stationary": {
      if (!(blockLength > 1)) return drawEach;
      const lengths = geometricLengths(blockLength);
      return (indices, random) => drawGeometric(indices, random, lengths);
    }
    case "circular": {
      const length = Math.max(1, Math.round(blockLength));
      return (indices, random) => drawCircular(indices, random, length);
    }
    case "permutation":
      return shuffle;
  }
}

function drawEach(indices: Int32Array, { nextBelow }: Random): void {
  const count = indices.length;
  for (let i = 0; i < count; i++) indices[i] = nextBelow(count);
}

/** Lengths are drawn, not the ends of blocks: several times faster than one draw per position. */
function drawGeometric(indices: Int32Array, random: Random, nextLength: GeometricLengths): void {
  const count = indices.length;
  for (let i = 0; i < count; ) {
    const start = random.nextBelow(count);
    i = writeBlock(indices, { i, start, end: Math.min(count, i + nextLength(random)) });
  }
}

function drawCircular(indices: Int32Array, { nextBelow }: Random, length: number): void {
  const count = indices.length;
  for (let i = 0; i < count; ) {
    i = writeBlock(indices, { i, start: nextBelow(count), end: Math.min(count, i + length) });
  }
}

/** Writes the positions from `start` on to `i`…`end` − 1, around the end of the series. @returns `end` */
function writeBlock(
  indices: Int32Array,
  { i: first, start, end }: { readonly i: number; readonly start: number; readonly end: number },
): number {
  const count = indices.length;
  let position = start;
  for (let i = first; i < end; i++) {
    indices[i] = position;
    position++;
    if (position === count) position = 0;
  }
  return end;
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
