import type { PastCells, SweepResult } from "../../engine/backtest.ts";
import type { CellLine } from "../executor.ts";
import type { SweepSetup } from "./sweep-setup.ts";

export interface CellWork {
  readonly onLine?: (line: CellLine) => void;
  /** How they stand after fewer bars, as of `PreparedSweep.run`; heeded of built-in strategies. */
  readonly past?: PastCells | null | undefined;
}

/**
 * Where the engine computes cells. A cell that fails is listed in the answer; a rejection means that
 * the whole range could not be computed (and may be tried again), or that `signal` fired.
 */
export interface CellEngine {
  /** @param cells parameters as canonical JSON, one text per cell */
  compute(setup: SweepSetup, cells: readonly string[], signal: AbortSignal, work?: CellWork): Promise<SweepResult>;
  close(): Promise<void>;
}
