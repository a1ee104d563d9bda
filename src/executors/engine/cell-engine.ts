import type { PastCells, SweepResult } from "../../engine/backtest.ts";
import type { CellLine } from "../executor.ts";
import type { SweepSetup } from "./sweep-setup.ts";

/**
 * Where the engine computes cells. A cell that fails is listed in the answer; a rejection means that
 * the whole range could not be computed (and may be tried again), or that `signal` fired.
 */
export interface CellEngine {
  /**
   * @param cells parameters as canonical JSON, one text per cell
   * @param past how they stand after fewer bars, as of `PreparedSweep.run`; heeded of built-in strategies
   */
  compute(
    setup: SweepSetup,
    cells: readonly string[],
    signal: AbortSignal,
    onLine?: (line: CellLine) => void,
    past?: PastCells | null,
  ): Promise<SweepResult>;
  close(): Promise<void>;
}
