import { formatQuantity } from "../../core/text/format-quantity.ts";
import { barSpan } from "../../contract/json/plan-json.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { printableLine } from "../../core/text/printable.ts";
import { rowsText } from "./data/versions-view.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { Bars } from "../../engine/bars.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { previewCells } from "../../factory/grid/preview-cells.ts";
import { strategyName } from "../../factory/strategy-name.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { OpenData } from "../../runs/market/open-data.ts";
import type { BacktestPreview } from "../../runs/start/preview-run.ts";
import { searchText } from "../../contract/json/study/search-json.ts";
import { historiesPlanLines } from "./study/histories-plan.ts";
import { regressionPlan } from "./study/regression-text.ts";
import { notesText } from "./notes-text.ts";

/** One line per backtest: how many cells, on what, how many of them are known already; and one with its notes, if any. */
export function planLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.flatMap((preview) => {
    const { name, cells, cached, estimateMs, backtest, market, version, histories, notes } = preview;
    const all =
      backtest.search !== undefined
        ? "results decide which"
        : cached === 0
          ? "none cached"
          : `${count(cached)} cached, ${count(cells - cached)} to compute`;
    const known = estimateMs === null || cells === cached ? all : `${all}, about ${formatDuration(estimateMs)}`;
    const on = market === null ? windowText(backtest) : ` on ${marketText(market)}`;
    const what = `${count(cells)} ${cells === 1 ? "cell" : "cells"} of ${strategyName(backtest.strategy)}${on}`;
    const search = searchText(backtest);
    const more = search === null ? [] : [`  ${search}`];
    return [
      `${name}: ${what}; ${known}`,
      ...more,
      ...extendedText(preview),
      ...historiesPlanLines(histories),
      ...regressionPlan(backtest),
      ...versionText(version),
      ...notesText(notes),
    ];
  });
}

function extendedText({ extended, market }: BacktestPreview): readonly string[] {
  if (extended === null || extended.cells === 0) return [];
  const more = (market?.bars[0]?.time.length ?? 0) - extended.from;
  const cells = `${count(extended.cells)} ${extended.cells === 1 ? "cell" : "cells"}`;
  return [`  extends ${cells} by ${count(more)} ${more === 1 ? "bar" : "bars"}`];
}

function versionText(version: BacktestPreview["version"]): readonly string[] {
  if (version === null) return [];
  const dataset = printableLine(version.dataset);
  if (version.version !== null) return [`  data: version ${version.version} of ${dataset}`];
  const changed = version.changes === null ? "" : ` (${rowsText(version.changes.rows)})`;
  return [`  data: new, the run records them as a version of ${dataset}${changed}`];
}

function marketText({ bars, settings }: OpenData): string {
  const symbols = bars.map(({ symbol }) => symbol).join(", ");
  const { first, last } = barSpan(bars);
  return `${symbols}, ${lengthText(bars)} (${first} … ${last}), ${yearText(settings)}`;
}

/** What a program is told of the time; what it makes of it is its own affair. */
function windowText({ window: { startDate, endDate } }: Pick<BacktestSpec, "window">): string {
  return startDate === null && endDate === null ? "" : ` (${startDate ?? ""} … ${endDate ?? ""})`;
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

function count(value: number): string {
  return value.toLocaleString("en-US");
}

const MAX_LISTED = 12;

/** The first cells of each small grid, and how many combinations its filters left out. */
export function previewLines(backtests: readonly BacktestPreview[]): readonly string[] {
  return backtests.flatMap(({ name, cells, backtest: { grid, params } }) => {
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
