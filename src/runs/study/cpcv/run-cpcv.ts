import { setImmediate } from "node:timers/promises";
import { CELLS_KEPT, type ChosenCell, type CpcvResult, PATHS_KEPT } from "../../../analytics/cpcv/cpcv-result.ts";
import { cpcvStatistics, quantileOf } from "../../../analytics/cpcv/cpcv-statistics.ts";
import { cpcvVerdict, describeCpcv } from "../../../analytics/cpcv/describe-cpcv.ts";
import { type CpcvSplit, crossValidate } from "../../../analytics/cpcv/cross-validate.ts";
import { ratePerPeriod } from "../../../core/metrics/growth.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import { riskFreeRateOf } from "../../../engine/risk-free-rate.ts";
import { segmentColumnIds } from "../../../executors/engine/segment-columns.ts";
import { minTradesOf } from "../../../factory/dag-spec.ts";
import type { RunDeps } from "../../run-deps.ts";
import { marketOf } from "../../market/market-of.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { readParts } from "../../../store/sweep/parts.ts";
import { readSweepColumns } from "../../../store/sweep/sweep-columns.ts";
import { cpcvOf, planSegments } from "./plan-segments.ts";

/** Cross-validates what the segments of every cell have come to. */
export async function runCpcv(
  { sweep, cellsTask }: { readonly sweep: Sweep; readonly cellsTask: TaskId },
  { database }: Pick<RunDeps, "database">,
): Promise<CpcvResult> {
  const { backtest, grid } = sweep;
  const spec = cpcvOf(backtest);
  const { starts, perYear } = planSegments(sweep);
  const lengths = starts.slice(1).map((to, segment) => to - (starts[segment] ?? 0));
  const parts = await readParts(database, cellsTask);
  const ids = lengths.flatMap((_, segment) => segmentColumnIds(segment));
  const [trades, ...columns] = await readSweepColumns(database, { parts, cells: grid.count }, ["total_trades", ...ids]);
  const least = minTradesOf(backtest);
  const found = await crossValidate(
    {
      groups: spec.groups,
      test: spec.test,
      sums: lengths.map((_, segment) => columns[2 * segment]?.values ?? new Float64Array()),
      squares: lengths.map((_, segment) => columns[2 * segment + 1]?.values ?? new Float64Array()),
      lengths,
      competes: (cell) => (trades?.values[cell] ?? Number.NaN) >= least,
      perYear,
      riskFree: ratePerPeriod(riskFreeRateOf(marketOf(sweep).settings), perYear),
    },
    () => setImmediate(),
  );
  const statistics = cpcvStatistics(found);
  return {
    study: "cpcv",
    version: 1,
    ...spec,
    verdict: describeCpcv(statistics),
    holds: cpcvVerdict(statistics),
    statistics,
    paths: keptPaths(found.paths),
    chosen: chosenCells(found.splits, sweep),
  };
}

function keptPaths(paths: Float64Array): readonly number[] {
  const sorted = paths.filter((value) => !Number.isNaN(value)).toSorted();
  if (sorted.length <= PATHS_KEPT) return [...sorted];
  return Array.from({ length: PATHS_KEPT }, (_, at) => quantileOf(sorted, at / (PATHS_KEPT - 1)));
}

function chosenCells(splits: readonly CpcvSplit[], { grid }: Pick<Sweep, "grid">): readonly ChosenCell[] {
  const counts = new Map<number, number>();
  for (const { cell } of splits) if (cell >= 0) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return [...counts]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b)
    .slice(0, CELLS_KEPT)
    .map(([cell, times]) => ({ cell, params: grid.cellAt(cell), share: times / splits.length }));
}
