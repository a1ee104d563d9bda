import { CPCV_STATISTICS, type CpcvStatisticId } from "../../analytics/cpcv/cpcv-catalogue.ts";
import type { CpcvResult } from "../../analytics/cpcv/cpcv-result.ts";
import { histogram } from "../../core/numbers/histogram.ts";
import { type Figure, missingFigure } from "../chart/figure.ts";
import { histogramPlot, type Marker } from "../chart/histogram-chart.ts";
import { formatCount, formatPercent, formatRatio } from "../format/format-number.ts";
import { formatParam } from "../format/format-param.ts";
import { statisticTiles } from "../section/statistic-tiles.ts";
import { numberCell, numberColumn, type Table } from "../section/table.ts";
import type { Tile } from "../section/tiles.ts";
import { ratioTick } from "../svg/axis.ts";

/** What the paths of a cross-validation have come to. */
export interface CrossValidationView {
  readonly verdict: string;
  readonly tiles: readonly Tile[];
  readonly paths: Figure;
  readonly chosen: Table;
}

/** What a tile says below its figure. */
const MEANING: Readonly<Partial<Record<CpcvStatisticId, string>>> = {
  sharpe_median: "every second path is better",
  sharpe_low: "one path in twenty is worse",
  sharpe_high: "one path in twenty is better",
  sharpe_deviation: "how far the paths lie apart",
  loss_share: "of the paths have a Sharpe below 0",
  overfit_share: "of the splits chose a cell below the median outside",
  paths: "through the whole history",
  splits: "in each of which a cell was chosen",
};

/** @param axes names of the parameters that vary */
export function crossValidationView(result: CpcvResult, axes: readonly string[]): CrossValidationView {
  return {
    verdict: result.verdict,
    tiles: statisticTiles(CPCV_STATISTICS, result.statistics, MEANING),
    paths: pathsChart(result),
    chosen: chosenTable(result, axes),
  };
}

const TITLE = "Sharpe ratios of the paths";

function pathsChart({ paths, statistics, groups, test }: CpcvResult): Figure {
  const { sharpe_median, sharpe_low, sharpe_high } = statistics;
  const marked = [
    ["median", "median", sharpe_median.value],
    ["cvar", "5%", sharpe_low.value],
    ["best", "95%", sharpe_high.value],
  ] as const;
  const markers = marked.flatMap(([mark, name, value]): readonly Marker[] =>
    value === null ? [] : [{ mark, value, label: `${name} ${formatRatio(value)}` }],
  );
  // Rice's rule: two times the cube root.
  const bins = Math.max(6, Math.ceil(2 * Math.cbrt(paths.length)));
  const svg = histogramPlot({
    label: "How many paths have which Sharpe ratio",
    histogram: histogram(Float64Array.from(paths), bins),
    format: ratioTick,
    markers,
    size: "medium",
  });
  if (svg === null) return missingFigure(TITLE, "No path could be put together.");
  return {
    title: TITLE,
    note: `${test} of ${groups} groups tested at a time`,
    svg,
    missing: "",
    legend: markers.map(({ mark, label }) => ({ mark, label, value: "", series: "" })),
    switchable: false,
  };
}

const SHOWN_AT_FIRST = 6;

function chosenTable({ chosen }: CpcvResult, axes: readonly string[]): Table {
  return {
    kind: "cells",
    title: "Chosen cells",
    note: "by the best Sharpe on the groups that were not tested",
    columns: [...axes.map(numberColumn), numberColumn("Share of the splits"), numberColumn("Cell")],
    rows: chosen.map(({ cell, params, share }) => ({
      kind: "",
      cells: [
        ...axes.map((name) => numberCell(formatParam(params[name]))),
        numberCell(formatPercent(share)),
        numberCell(formatCount(cell), { tone: "muted" }),
      ],
    })),
    empty: "No cell competed in any split.",
    sortable: true,
    collapsedTo: SHOWN_AT_FIRST,
  };
}
