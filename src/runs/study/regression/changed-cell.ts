import { isChanged, type Tolerance } from "../../../analytics/regression/compare-columns.ts";
import { compareTrades } from "../../../analytics/regression/compare-trades.ts";
import type { ChangeCause, ChangedCell } from "../../../analytics/regression/regression-result.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import {
  changedBetween,
  type StoredValues,
  type Trace,
  type TracedInput,
  type TracedResult,
} from "../../trace/trace-inputs.ts";

/** Dates and parameters are the same on both sides of a comparison. */
const CAUSE_OF: Readonly<Record<TracedInput, ChangeCause>> = {
  engine: "engine",
  data: "data",
  dates: "settings",
  code: "code",
  settings: "settings",
  params: "settings",
};

interface Compared {
  readonly params: Params;
  /** As the run before kept them. */
  readonly stored: StoredValues;
  readonly tolerance: Tolerance;
}

/** What became of a cell: null when it is as it was, or within the tolerance (`isNoise`). */
export function changedCell(
  trace: Trace,
  { params, stored, tolerance }: Compared,
): { readonly found: ChangedCell | null; readonly isNoise: boolean } {
  const { before, after } = trace;
  const metrics = changedBetween(stored, after.metrics, () => tolerance);
  const trades = compareTrades(before.trades, after.trades, tolerance);
  const equityFrom = firstApart(before, after, tolerance);
  const moved = trace.steps.filter((step) => step.moved || step.changed.length > 0);
  const isChangedCell = metrics.length > 0 || trades.firstChange !== null || equityFrom !== null || trace.random;
  if (!isChangedCell) return { found: null, isNoise: moved.length > 0 };
  return {
    isNoise: false,
    found: {
      params,
      causes: trace.random ? ["random"] : causesOf(trace),
      metrics: metrics.map((metric) => ({ metric, before: stored[metric], after: after.metrics[metric] })),
      trades: trades.changed + trades.added + trades.removed,
      firstTrade: trades.firstChange,
      equityFrom,
    },
  };
}

/** Inputs that moved it beyond the tolerance; where each is within it alone, all that moved it. */
function causesOf({ steps }: Trace): readonly ChangeCause[] {
  const beyond = steps.filter(({ changed }) => changed.length > 0);
  const moved = beyond.length > 0 ? beyond : steps.filter((step) => step.moved);
  return [...new Set(moved.map(({ input }) => CAUSE_OF[input]))];
}

/** First moment that both have at which the equity is apart by more than the tolerance. */
function firstApart(before: TracedResult, after: TracedResult, tolerance: Tolerance): number | null {
  for (let i = 0, j = 0; i < before.time.length && j < after.time.length; ) {
    const [old = 0, now = 0] = [before.time[i], after.time[j]];
    if (old === now && isChanged(before.equity[i] ?? 0, after.equity[j] ?? 0, tolerance)) return old;
    if (old <= now) i += 1;
    if (now <= old) j += 1;
  }
  return null;
}
