import { barsPerYear } from "../core/time/bars-per-year.ts";
import type { TradingSession } from "../core/time/trading-session.ts";
import type { Bars } from "../engine/bars.ts";
import type { LoadedSnapshot } from "./dataset.ts";
import { manifestOf } from "./snapshots/snapshot-manifest.ts";
import { writeSnapshot } from "./snapshots/snapshot-store.ts";

/** What bars are called, and how they count. */
export interface FrozenFacts {
  /** Of the dataset, the file or the source. */
  readonly dataset: string;
  readonly timeframe: string;
  /** Null: measured. */
  readonly barsPerYear: number | null;
  readonly session?: TradingSession;
}

/**
 * Freezes bars that were read and checked: the snapshot is on disk, named by its content, when this returns.
 *
 * @throws AppError DISK_FULL
 */
export async function freezeBars(
  { bars, warnings }: { readonly bars: readonly Bars[]; readonly warnings: readonly string[] },
  { dataset, timeframe, barsPerYear: known, session }: FrozenFacts,
  { home }: { readonly home: string },
): Promise<LoadedSnapshot> {
  const facts = { dataset, timeframe, barsPerYear: known ?? measuredBarsPerYear(bars, session) };
  const manifest = manifestOf(facts, bars, warnings);
  await writeSnapshot(home, manifest, bars);
  const { format: _, ...snapshot } = manifest;
  return { snapshot, bars };
}

/** Of the symbol with the most bars. */
function measuredBarsPerYear(bars: readonly Bars[], session?: TradingSession): number {
  const longest = bars.toSorted((a, b) => b.time.length - a.time.length)[0];
  return longest === undefined ? 252 : barsPerYear(longest, session);
}
