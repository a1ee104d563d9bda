import type { SweepResult } from "../../engine/backtest.ts";
import type { CellLine } from "../executor.ts";
import { joinResults } from "../join-results.ts";

/** A range that takes no longer than this is computed in one go, in milliseconds. */
const IN_ONE_GO_MS = 1500;
/** Else it is cut into slices of about this long, of one cell at least. */
const SLICE_MS = 500;

/** What a cell has cost so far, in milliseconds; absent before the first slice. */
export interface CellCost {
  ms?: number;
}

export interface Slicing {
  /** Computes neighbouring cells. */
  readonly compute: (cells: readonly string[], onLine: (line: CellLine) => void) => Promise<SweepResult>;
  readonly onLine: (line: CellLine) => void;
  /** Fires when no further slice is to be begun. */
  readonly until: AbortSignal;
  /** Kept from range to range. */
  readonly cost: CellCost;
}

/**
 * Computes a range slice by slice where that may take long: what a cell costs is not known before the first one. Then it can be
 * cut, and what was computed by then is kept.
 *
 * @returns the results of the first `computed` cells: of all, unless `until` has fired
 */
export async function computeInSlices(
  cells: readonly string[],
  { compute, onLine, until, cost }: Slicing,
): Promise<{ readonly result: SweepResult; readonly computed: number }> {
  const parts: SweepResult[] = [];
  let from = 0;
  while (from < cells.length && (parts.length === 0 || !until.aborted)) {
    const offset = from;
    const to = from + sliceSize(cells.length - from, cost);
    const began = performance.now();
    const hear = (line: CellLine): void => onLine(line.index === null ? line : { ...line, index: line.index + offset });
    parts.push(await compute(cells.slice(from, to), hear));
    cost.ms = (performance.now() - began) / (to - from);
    from = to;
  }
  const [only] = parts;
  return { result: parts.length === 1 && only !== undefined ? only : joinResults(parts), computed: from };
}

function sliceSize(cells: number, { ms }: CellCost): number {
  if (ms === undefined) return 1;
  return ms * cells <= IN_ONE_GO_MS ? cells : Math.max(1, Math.floor(SLICE_MS / ms));
}
