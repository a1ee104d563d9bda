import { hashValue } from "../../core/values/hash.ts";
import type { Bars } from "../../engine/bars.ts";
import { columnsOf } from "../chunks/chunk.ts";
import { cutChunks } from "../chunks/cut-chunks.ts";
import type { Snapshot } from "../dataset.ts";

/**
 * Names what is read of a snapshot: the chunks that these bars would have by themselves. Equal for equal bars whatever
 * lies around them, so bars that are appended, revised elsewhere, or come under the name of another dataset leave it
 * as it is; that of any other bars is another. Chunks that are read whole are not hashed again.
 *
 * @param bars of the snapshot, cut to what is read; their order counts
 * @returns null of a snapshot from before there were chunks
 */
export function readContent({ manifest }: Snapshot, bars: readonly Bars[]): string | null {
  if (manifest === undefined) return null;
  const { timeframe, chunks } = manifest;
  const known = Map.groupBy(chunks, ({ symbol }) => symbol);
  const symbols = bars.map((one) => ({
    symbol: one.symbol,
    chunks: cutChunks(one, timeframe, known.get(one.symbol)).map(({ chunk }) => [
      chunk.period,
      chunk.sha256,
      columnsOf(chunk),
    ]),
  }));
  return hashValue({ timeframe, symbols });
}
