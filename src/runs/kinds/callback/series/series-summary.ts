import type { Params } from "../../../../core/params/param-spec.ts";
import type { DatasetVersionId } from "../../../../store/datasets/dataset-versions.ts";
import type { BacktestResult } from "../../../../engine/backtest.ts";

/** The first cell of a backtest whose series are kept: its best one, of a script its first. */
export interface SummarisedCell {
  readonly backtest: string;
  readonly cell: number;
  readonly params: Params;
  readonly snapshot: string | null;
  /** Null where it was not computed here. */
  readonly result: BacktestResult | null;
}

/** In the order of the document; those that a backtest does not have are null. */
const KEYS = [
  "mean_ic",
  "icir",
  "hit_rate",
  "coverage",
  "long_short_spread",
  "average_turnover",
  "decay_half_life",
] as const;

/** `summary.json`: the factor metrics of the first backtest at the top, and each backtest below. */
export function seriesSummary(
  cells: readonly SummarisedCell[],
  versionIds: readonly DatasetVersionId[],
): Readonly<Record<string, unknown>> {
  const [first] = cells;
  return {
    ...factorOf(first),
    snapshot_id: first?.snapshot ?? null,
    dataset_version_ids: versionIds,
    backtests: cells.map((cell) => ({
      backtest: cell.backtest,
      cell: cell.cell,
      params: cell.params,
      ...factorOf(cell),
      snapshot_id: cell.snapshot,
    })),
  };
}

function factorOf(cell: SummarisedCell | undefined): Readonly<Record<(typeof KEYS)[number], number | null>> {
  const metrics = cell?.result?.factor?.metrics;
  const entries = KEYS.map((key) => [key, metrics?.[key] ?? null] as const);
  return Object.fromEntries(entries) as Record<(typeof KEYS)[number], number | null>;
}
