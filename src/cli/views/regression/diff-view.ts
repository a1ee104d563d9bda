import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { BacktestDiff, RunsDiff } from "../../../runs/diff/diff-runs.ts";
import type { MetricDiff, RankedCell, ResultsDiff } from "../../../runs/diff/diff-results.ts";
import type { RunRow } from "../../../store/run/runs.ts";
import type { Output } from "../../terminal/output.ts";
import { inputsLines, momentText, valueText } from "../../../runs/inputs/describe-inputs.ts";

const MOST_KEYS = 30;

export function diffLines(diff: RunsDiff, { colors }: Pick<Output, "colors">): readonly string[] {
  const { before, after, text, spec, added, removed, backtests, isSame } = diff;
  const keys = spec
    .slice(0, MOST_KEYS)
    .map(({ path, values }) => `  ${path} ${values.map((value) => valueText(value ?? null)).join(" → ")}`);
  return [
    `before  ${runText(before)}`,
    `after   ${runText(after)}`,
    ...(text.linesAdded === 0 && text.linesRemoved === 0 && spec.length === 0
      ? ["DAG     the same"]
      : [`DAG     +${text.linesAdded ?? "?"} −${text.linesRemoved ?? "?"} lines; values that changed: ${spec.length}`]),
    ...keys.map(printableLine),
    ...(spec.length > MOST_KEYS ? [colors.dim(`  and ${spec.length - MOST_KEYS} more: --json`)] : []),
    ...added.map((name) => `backtest ${name} is new`),
    ...removed.map((name) => `backtest ${name} is gone`),
    ...backtests.flatMap((one) => ["", ...backtestLines(one, colors)]),
    "",
    isSame ? colors.green("✓ The results are the same.") : colors.yellow("✗ The results are not the same."),
  ];
}

function runText({ id, dagId, logicalDate }: RunRow): string {
  return `${id}  ${dagId}, ${momentText(logicalDate.getTime())}`;
}

type Colors = Output["colors"];

function backtestLines({ name, inputs, results, trades }: BacktestDiff, colors: Colors): readonly string[] {
  const lines = inputsLines(inputs);
  return [
    colors.bold(name),
    ...(lines.length === 0 ? ["  inputs: the same"] : ["  inputs", ...lines.map((line) => `    ${line}`)]),
    `  cells: ${cellsText(results)}`,
    ...metricLines(results.metrics).map((line) => `    ${line}`),
    ...rankLines(results).map((line) => `  ${line}`),
    ...(trades === null ? [] : tradeLines(trades).map((line) => `  ${line}`)),
  ];
}

function cellsText({ common, changed, added, removed, failedNow, failedBefore }: ResultsDiff): string {
  const more = Object.entries({ added, removed, "failed now": failedNow, "failed before": failedBefore });
  const told = more.flatMap(([what, count]) => (count === 0 ? [] : [`, ${count.toLocaleString("en-US")} ${what}`]));
  return `${changed.toLocaleString("en-US")} of ${common.toLocaleString("en-US")} in both changed${told.join("")}`;
}

function metricLines(metrics: readonly MetricDiff[]): readonly string[] {
  if (metrics.length === 0) return [];
  const rows = metrics.map(({ metric, changed, largest }) => [
    metric,
    changed.toLocaleString("en-US"),
    numberText(largest?.before ?? null),
    numberText(largest?.after ?? null),
    largest === null ? "" : JSON.stringify(largest.params),
  ]);
  return textTable([["metric", "cells", "before", "after", "where it changed most"], ...rows], { leftColumns: [0, 4] });
}

/** A change may be in the last bit of a number. */
function numberText(value: number | null): string {
  return value === null ? "–" : String(value);
}

function rankLines({ ranks, best, cells, objective }: ResultsDiff): readonly string[] {
  if (ranks === null || best === null) return [];
  const rho = ranks.correlation === null ? "–" : ranks.correlation.toFixed(3);
  const isSame = best.before.cellAfter === best.after.cellAfter;
  return [
    `ranks by ${objective}: ${ranks.moved.toLocaleString("en-US")} moved, ρ ${rho}, ${ranks.kept} of the top ${ranks.top} kept`,
    ...(isSame
      ? [`best: ${cellText(best.after)}, as before`]
      : [
          `best: ${cellText(best.after)} (was ${best.after.rankBefore}); before: ${cellText(best.before)} (now ${best.before.rankAfter})`,
        ]),
    ...cells.map(({ objective: value, ...cell }) => {
      const moved =
        cell.rankBefore === cell.rankAfter ? `rank ${cell.rankAfter}` : `rank ${cell.rankBefore} → ${cell.rankAfter}`;
      return `  ${cellText(cell)} ${objective} ${numberText(value.before)} → ${numberText(value.after)}, ${moved}`;
    }),
  ];
}

function cellText({ cellAfter, params }: Pick<RankedCell, "cellAfter" | "params">): string {
  return printableLine(`cell ${cellAfter} ${JSON.stringify(params)}`);
}

function tradeLines({ cell, found }: NonNullable<BacktestDiff["trades"]>): readonly string[] {
  if ("code" in found) return [printableLine(`trades of cell ${cell}: not compared: ${found.message}`)];
  const { before, after, same, changed, added, removed, firstChange, equityFrom } = found;
  const first = firstChange === null ? "" : `; the first that is not the same begins ${momentText(firstChange)}`;
  const equity = equityFrom === null ? "is the same" : `differs from ${momentText(equityFrom)} on`;
  return [
    `trades of cell ${cell}: ${before} → ${after}: ${same} the same, ${changed} changed, ${added} added, ${removed} removed${first}`,
    `equity of cell ${cell} ${equity}`,
  ];
}
