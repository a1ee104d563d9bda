import path from "node:path";
import { formatQuantity } from "../../core/text/format-quantity.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { Bars } from "../../engine/bars.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { previewCells } from "../../factory/grid/preview-cells.ts";
import type { BacktestPreview } from "../../runs/start/preview-run.ts";
import { measuredJson } from "./measured-json.ts";
import { notesText } from "./notes-text.ts";

/** One line per backtest: how many cells, on what, how many of them are known already; and one with its notes, if any. */
export function planLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.flatMap(({ name, cells, cached, sweep, notes }) => {
    const { bars, backtest, settings } = sweep;
    const strategy =
      backtest.strategy.kind === "builtin" ? backtest.strategy.name : path.basename(backtest.strategy.path);
    const symbols = bars.map(({ symbol }) => symbol).join(", ");
    const { from, to } = rangeOf(bars);
    const period = `${day(from)} … ${day(to)}`;
    const known = cached === 0 ? "none cached" : `${count(cached)} cached, ${count(cells - cached)} to compute`;
    const line = `${name}: ${count(cells)} ${cells === 1 ? "cell" : "cells"} of ${strategy} on ${symbols}, ${lengthText(bars)} (${period}), ${yearText(settings)}; ${known}`;
    return [line, ...notesText(notes)];
  });
}

/** Of all symbols: one may begin later, another end earlier. */
function rangeOf(bars: readonly Bars[]): { readonly from: number | undefined; readonly to: number | undefined } {
  const firsts = bars.flatMap(({ time }) => time[0] ?? []);
  const lasts = bars.flatMap(({ time }) => time.at(-1) ?? []);
  return { from: firsts.sort((a, b) => a - b)[0], to: lasts.sort((a, b) => b - a)[0] };
}

/** `5,105 bars`, `60 bars each`, or `40 to 60 bars each`. */
function lengthText(bars: readonly Bars[]): string {
  const lengths = bars.map(({ time }) => time.length).sort((a, b) => a - b);
  const [least = 0, most = 0] = [lengths[0], lengths.at(-1)];
  const range = least === most ? count(most) : `${count(least)} to ${count(most)}`;
  return `${range} bars${bars.length > 1 ? " each" : ""}`;
}

/** What ratios are annualised by, and what they are above. */
function yearText({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): string {
  const year =
    daysPerYear === undefined ? `${count(barsPerYear)} a year` : `measured by day, ${count(daysPerYear)} a year`;
  return riskFreeRate === 0 ? year : `${year}, above ${formatQuantity(riskFreeRate, "fraction")}`;
}

export function planJson(backtests: readonly BacktestPreview[]): readonly Readonly<Record<string, unknown>>[] {
  return backtests.map(({ name, cells, cached, sweep, notes }) => ({
    name,
    cells,
    cached,
    to_compute: cells - cached,
    symbols: sweep.bars.map(({ symbol }) => symbol),
    bars: sweep.bars.map(({ time }) => time.length),
    snapshot: sweep.snapshot.id,
    ...measuredJson(sweep.settings),
    first_bar: day(rangeOf(sweep.bars).from),
    last_bar: day(rangeOf(sweep.bars).to),
    notes,
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
