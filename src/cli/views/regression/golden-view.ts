import type { GoldenJson } from "../../../contract/schemas/regression/golden-schema.ts";
import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import type { GoldenCheck } from "../../../runs/golden/check-golden.ts";
import { lastEntry } from "../../../runs/golden/golden.ts";
import type { Output } from "../../terminal/output.ts";
import { inputsLines } from "../../../runs/inputs/describe-inputs.ts";

/** What became of a golden: the first cells, metrics and trades that differ, and what of their inputs does. */
export function goldenCheckLines(
  { golden, runId, same, results, trades, inputs }: GoldenCheck,
  { limit, output: { colors } }: { readonly limit: number; readonly output: Pick<Output, "colors"> },
): readonly string[] {
  const { changes, missingCells, incomparable, ageDays, stale } = results;
  const cells = Object.keys(golden.cells).length;
  const state = same ? colors.green("same") : colors.red("changed");
  const { by } = lastEntry(golden);
  return [
    `${colors.bold(golden.name)}: ${state}, ${cells} cells of ${golden.backtest} in run ${runId}`,
    ...(stale
      ? [
          colors.yellow(
            printableLine(`  taken for right ${ageDays} days ago by ${by}: look at it again, then refresh it`),
          ),
        ]
      : []),
    ...changes.slice(0, limit).map(({ cell, metric, before, after }) => {
      return `  ${cell} ${metric} ${valueText(metric, before)} → ${valueText(metric, after)}`;
    }),
    ...(changes.length > limit ? [colors.dim(`  … and ${changes.length - limit} more changes`)] : []),
    ...missingCells.slice(0, limit).map((cell) => `  ${cell} has no result any more`),
    ...(missingCells.length > limit ? [colors.dim(`  … and ${missingCells.length - limit} more cells`)] : []),
    ...(incomparable.length > 0 ? [printableLine(`  not compared: ${incomparable.join(", ")}`)] : []),
    ...(trades === null || trades.firstChange === null ? [] : [tradesText(trades, trades.firstChange)]),
    ...(same ? [] : inputsLines(inputs).map((line) => `  ${line}`)),
  ];
}

function tradesText(
  { before, after, changed, added, removed }: NonNullable<GoldenCheck["trades"]>,
  first: number,
): string {
  const when = new Date(first).toISOString().slice(0, 16).replace("T", " ");
  return `  trades ${before} → ${after}: ${changed} changed, ${added} added, ${removed} removed; the first that is not the same begins ${when}`;
}

/** Both in full where the short forms would be the same. */
function valueText(metric: string, value: number | null): string {
  return value === null ? "undefined" : `${formatQuantity(value, describeMetric(metric).unit)} (${value})`;
}

export function goldenTable(goldens: readonly GoldenJson[]): readonly string[] {
  if (goldens.length === 0) return [];
  const rows = goldens.map((golden) => [
    golden.name,
    `${golden.dag}.${golden.backtest}`,
    String(golden.cells),
    golden.at.slice(0, 10),
    printableLine(golden.by),
    `${golden.age_days}d${golden.stale ? " (stale)" : ""}`,
    printableLine(golden.why),
  ]);
  return textTable([["name", "of", "cells", "when", "by", "age", "why"], ...rows], { leftColumns: [0, 1, 3, 4, 6] });
}
