import type { SnapshotId } from "../core/names/ids.ts";
import type { Bars } from "../engine/bars.ts";
import type { BarsLayout } from "./bars/allocate-bars.ts";
import type { Manifest } from "./snapshots/manifest.ts";

/** Frozen input data, named by its content. */
export interface Snapshot {
  readonly id: SnapshotId;
  readonly timeframe: string;
  /** 252 for daily equities, 365 for daily crypto, …; decided by the dataset. */
  readonly barsPerYear: number;
  readonly symbols: readonly SymbolRange[];
  /** Findings that do not stop a run: gaps, bars that open at the previous close, … */
  readonly warnings: readonly string[];
  /** Absent in those from before there were chunks. */
  readonly manifest?: Manifest;
}

export interface SymbolRange extends BarsLayout {
  /** Milliseconds UTC of the first and last bar. */
  readonly from: number;
  readonly to: number;
}

/** The day of the last bar of a symbol. */
export interface DataReach {
  readonly symbol: string;
  /** `YYYY-MM-DD`: the day as written of daily bars, the trading day of intraday ones. */
  readonly lastDay: string;
}

export interface LoadedSnapshot {
  readonly snapshot: Snapshot;
  readonly bars: readonly Bars[];
}
