import type { SourceBar } from "../../data/sources/source.ts";
import { type MergedBars, mergeBars } from "../../store/prices/bars.ts";
import { ensurePartitions } from "../../store/prices/partitions.ts";
import { addInstrument, type Instrument } from "../../store/prices/instruments.ts";
import { addSeries, coverSeries, lockSeries, type SeriesKey, type Span } from "../../store/prices/series.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { refuseOther } from "./resolve-instrument.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";

export interface Page {
  readonly bars: readonly SourceBar[];
  readonly derived: string | null;
  /** What the source has answered with it; null for nothing that could be said. */
  readonly span: Span | null;
}

/**
 * Keeps a page and that it was answered, both or neither: whoever dies here has it to ask for again. What the symbol stands for is
 * written with the first page of it, so that an id that the source does not know takes no symbol.
 *
 * @throws AppError SYMBOL_TAKEN when it came to stand for something else meanwhile
 */
export async function keepPage(
  database: Database,
  { instrument, timeframe }: { readonly instrument: Instrument; readonly timeframe: string },
  { bars, derived, span }: Page,
): Promise<MergedBars> {
  const key: SeriesKey = { source: instrument.source, symbol: instrument.symbol, timeframe };
  const times = bars.map(({ time }) => time);
  return retryUntilConnected(async () => {
    await ensurePartitions(database, "ohlcv", times);
    return inTransaction(database, async (transaction) => {
      refuseOther(await addInstrument(transaction, instrument), instrument);
      await addSeries(transaction, key);
      const knownAt = await lockSeries(transaction, key);
      const merged = await mergeBars(transaction, key, { bars, derived, knownAt });
      const isChanged = merged.added + merged.revised.length > 0;
      await coverSeries(transaction, key, { span, knownAt: isChanged ? knownAt : null });
      return merged;
    });
  });
}
