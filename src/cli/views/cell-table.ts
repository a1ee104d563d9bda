import { printableLine } from "../../core/text/printable.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import type { MetricSet } from "../../core/metrics/metric-set.ts";
import { rankingMetrics, renderRankingTable } from "../../report/ranking-table.ts";
import type { Output } from "../terminal/output.ts";

export interface CellTableOptions {
  /** Parameters to show unless columns are named: those that vary. */
  readonly varying: readonly string[];
  /** All parameters of the strategy, in its order. */
  readonly params: readonly string[];
  /** Columns the user named; null for the usual ones. */
  readonly wanted: readonly string[] | null;
  /** What the cells are ranked by. */
  readonly objective: string;
  /** What the cells can have. */
  readonly metrics: MetricSet;
  readonly output: Output;
}

/** Cells as a table; below it, why some of them failed. */
export function renderCells(
  cells: readonly CellView[],
  { varying, params, wanted, objective, metrics, output }: CellTableOptions,
): string {
  const { colors, width } = output;
  const shown = wanted === null ? rankingMetrics(objective, metrics) : wanted.flatMap((id) => metrics.find(id) ?? []);
  const table = renderRankingTable({
    rows: cells.map((cell) => ({ ...cell, metrics: cell.metrics ?? {} })),
    params: wanted === null ? varying : params.filter((name) => wanted.includes(name)),
    metrics: shown,
    width,
    style: { heading: colors.bold, best: String, muted: colors.dim },
  });
  const failures = cells.flatMap(({ cell, error }) =>
    error === null ? [] : [colors.red(`cell ${cell}: ${printableLine(error)}`)],
  );
  return [table, ...failures].join("\n");
}
