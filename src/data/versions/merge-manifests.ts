import { compareChunks, hasSameColumns } from "../chunks/chunk.ts";
import type { Manifest } from "../snapshots/manifest.ts";

/**
 * What is known of a dataset once some symbols of it have been read anew: these as they are now, all others as they were. Where
 * all have been read, what is not among them is there no more.
 */
export function mergeManifests(known: Manifest | null, read: Manifest, isWhole: boolean): Manifest {
  if (isWhole || known === null || known.timeframe !== read.timeframe) return withEachOnce(read);
  const own = new Set(read.symbols);
  const symbols = [...new Set([...known.symbols, ...read.symbols])];
  const kept = known.chunks.filter(({ symbol }) => !own.has(symbol));
  return { ...read, symbols, chunks: [...kept, ...read.chunks].toSorted(compareChunks) };
}

function withEachOnce(manifest: Manifest): Manifest {
  return { ...manifest, symbols: [...new Set(manifest.symbols)] };
}

/**
 * Whether two manifests say the same of a dataset. The order of symbols is the affair of who reads them.
 *
 * @param isYearSaid whether the dataset says how many bars a year has; else it was measured, in what each has read
 */
export function isSameContent(a: Manifest, b: Manifest, isYearSaid: boolean): boolean {
  if (a.timeframe !== b.timeframe || a.chunks.length !== b.chunks.length) return false;
  if (isYearSaid && a.barsPerYear !== b.barsPerYear) return false;
  return a.chunks.every((chunk, index) => {
    const other = b.chunks[index];
    return (
      chunk.symbol === other?.symbol &&
      chunk.period === other.period &&
      chunk.sha256 === other.sha256 &&
      hasSameColumns(chunk, other)
    );
  });
}
