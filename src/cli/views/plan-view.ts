import path from "node:path";
import { formatQuantity } from "../../core/text/format-quantity.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { previewCells } from "../../factory/grid/preview-cells.ts";
import type { BacktestPreview } from "../../runs/start/preview-run.ts";
import { measuredJson } from "./measured-json.ts";

/** One line per backtest: how many cells, on what, how many of them are known already. */
export function planLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.map(({ name, cells, cached, sweep }) => {
    const { bars, backtest, settings } = sweep;
    const strategy =
      backtest.strategy.kind === "builtin" ? backtest.strategy.name : path.basename(backtest.strategy.path);
    const symbols = bars.map(({ symbol }) => symbol).join(", ");
    const [first] = bars;
    const length = first?.time.length ?? 0;
    const period = `${day(first?.time[0])} … ${day(first?.time.at(-1))}`;
    const known = cached === 0 ? "none cached" : `${count(cached)} cached, ${count(cells - cached)} to compute`;
    return `${name}: ${count(cells)} ${cells === 1 ? "cell" : "cells"} of ${strategy} on ${symbols}, ${count(length)} bars (${period}), ${yearText(settings)}; ${known}`;
  });
}

/** What ratios are annualised by, and what they are above. */
function yearText({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): string {
  const year =
    daysPerYear === undefined ? `${count(barsPerYear)} a year` : `measured by day, ${count(daysPerYear)} a year`;
  return riskFreeRate === 0 ? year : `${year}, above ${formatQuantity(riskFreeRate, "fraction")}`;
}

export function planJson(backtests: readonly BacktestPreview[]): readonly Readonly<Record<string, unknown>>[] {
  return backtests.map(({ name, cells, cached, sweep }) => ({
    name,
    cells,
    cached,
    to_compute: cells - cached,
    symbols: sweep.bars.map(({ symbol }) => symbol),
    bars: sweep.bars.map(({ time }) => time.length),
    snapshot: sweep.snapshot.id,
    ...measuredJson(sweep.settings),
    first_bar: day(sweep.bars[0]?.time[0]),
    last_bar: day(sweep.bars[0]?.time.at(-1)),
  }));
}

function day(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : new Date(timeMs).toISOString().slice(0, 10);
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

const MAX_LISTED = 12;

/** The first cells of each small grid, and how many combinations its filters left out. */
export function previewLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.flatMap(({ name, cells, sweep }) => {
    const { grid, params } = sweep.backtest;
    const rows = cells > 1 ? previewCells(grid, params) : null;
    if (rows === null) return [];
    const shown = rows.filter((row) => row.cell !== null).slice(0, MAX_LISTED);
    const names = grid.axes.map((axis) => axis.name);
    const table = textTable([
      ["cell", ...names],
      ...shown.map((row) => [String(row.cell), ...names.map((axis) => String(row.params[axis] ?? ""))]),
    ]);
    const left = rows.length - cells;
    const notes = [
      ...(cells > shown.length ? [`… and ${count(cells - shown.length)} more`] : []),
      ...(left > 0 ? [`${count(left)} of ${count(rows.length)} combinations are left out by where and exclude`] : []),
    ];
    return ["", `${name}:`, ...[...table, ...notes].map((line) => `  ${line}`)];
  });
}
