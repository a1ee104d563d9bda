import { compareTrades, type TradesChange } from "../../analytics/regression/compare-trades.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { openPastTask } from "../inputs/open-past.ts";
import { recomputeCell } from "../query/recompute-cell.ts";
import type { RunDeps } from "../run-deps.ts";

/** A cell of a run, to be computed again. */
export interface PastCell {
  readonly run: { readonly id: RunId; readonly spec: DagSpec };
  readonly backtest: string;
  readonly cell: number;
}

export interface TradesDiff extends TradesChange {
  /** First moment, in milliseconds UTC, at which the equity of both is not the same; null when it is wherever both have a bar. */
  readonly equityFrom: number | null;
}

/** Why trades could not be compared. */
export interface NoTrades {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Computes both again, from the data and the code that their runs were pinned to, as far as these are still here. */
export async function diffTrades(before: PastCell, after: PastCell, deps: RunDeps): Promise<TradesDiff | NoTrades> {
  try {
    const [old, now] = [await resultOf(before, deps), await resultOf(after, deps)];
    return { ...compareTrades(old.trades, now.trades), equityFrom: firstUnlike(old, now) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message };
  }
}

async function resultOf({ run, backtest, cell }: PastCell, deps: RunDeps) {
  return (await recomputeCell(run, { backtest, cell }, deps, openPastTask)).result;
}

interface Curve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** Bars that one alone has are passed over. */
export function firstUnlike(before: Curve, after: Curve): number | null {
  for (let i = 0, j = 0; i < before.time.length && j < after.time.length; ) {
    const [old = 0, now = 0] = [before.time[i], after.time[j]];
    if (old === now && before.equity[i] !== after.equity[j]) return old;
    if (old <= now) i += 1;
    if (now <= old) j += 1;
  }
  return null;
}
