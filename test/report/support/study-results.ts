import type { CpcvResult } from "../../../src/analytics/cpcv/cpcv-result.ts";
import { cpcvStatistics } from "../../../src/analytics/cpcv/cpcv-statistics.ts";
import { describeCpcv } from "../../../src/analytics/cpcv/describe-cpcv.ts";
import { WALK_FORWARD_STATISTICS } from "../../../src/analytics/walk-forward/walk-forward-catalogue.ts";
import type {
  WalkForwardResult,
  WalkForwardStatistics,
  WalkForwardWindow,
} from "../../../src/analytics/walk-forward/walk-forward-result.ts";
import type { Params } from "../../../src/core/params/param-spec.ts";
import { measured } from "../../../src/core/metrics/measured.ts";

const DAY_MS = 86_400_000;
const BARS = 10;
const FIRST = Date.UTC(2020, 0, 1);

/** A window of ten days, the first of them on 2020-01-01, each after the one before it. */
export function windowOf(
  at: number,
  of: {
    readonly params: Params | null;
    readonly score: readonly [number | null, number | null];
    readonly totalReturn: number | null;
    readonly cells?: readonly number[];
  },
): WalkForwardWindow {
  const dayOf = (bar: number): string => new Date(FIRST + bar * DAY_MS).toISOString();
  const part = (firstBar: number, score: number | null) => ({
    firstBar,
    lastBar: firstBar + BARS - 1,
    start: dayOf(firstBar),
    end: dayOf(firstBar + BARS - 1),
    score,
    totalReturn: of.totalReturn,
  });
  return {
    inSample: part((at - 1) * BARS, of.score[0]),
    outOfSample: part(at * BARS, of.score[1]),
    cells: of.cells ?? (of.params === null ? [] : [0]),
    params: of.params,
    seamCost: 0,
  };
}

/** Of an account of a thousand that gains one each day, unless said otherwise. */
export function walkForwardOf(
  windows: readonly WalkForwardWindow[],
  { equity = (bar: number) => 1000 + bar }: { readonly equity?: (bar: number) => number } = {},
): WalkForwardResult {
  const statistics = Object.fromEntries(WALK_FORWARD_STATISTICS.map(({ id }) => [id, measured(0.5)]));
  return {
    study: "walk_forward",
    version: 1,
    objective: "sharpe",
    select: "best",
    positions: "reset",
    verdict: "Weak: out of sample it kept half.",
    holds: "weak",
    statistics: { ...(statistics as WalkForwardStatistics), correlation: { value: null, reason: "too_few_bars" } },
    windows,
    curve: Array.from({ length: windows.length * BARS }, (_, bar) => ({
      time: FIRST + bar * DAY_MS,
      equity: equity(bar),
    })),
    varying: ["fast", "slow"],
    initialCapital: 1000,
  };
}

/** @param paths Sharpe ratios, ascending */
export function crossValidationOf(paths: readonly number[], chosen: CpcvResult["chosen"] = []): CpcvResult {
  const statistics = cpcvStatistics({ splits: [], paths: Float64Array.from(paths) });
  return {
    study: "cpcv",
    version: 1,
    groups: 6,
    test: 2,
    purge: 5,
    embargo: 0,
    verdict: describeCpcv(statistics),
    holds: "weak",
    statistics,
    paths,
    chosen,
  };
}
