import {
  MONTE_CARLO_STATISTICS,
  type MonteCarloStatisticId,
} from "../../analytics/monte-carlo/monte-carlo-catalogue.ts";
import {
  type Distribution,
  DISTRIBUTION_PROBABILITIES,
  type MonteCarloResult,
} from "../../analytics/monte-carlo/monte-carlo-result.ts";
import { type Figure, missingFigure } from "../chart/figure.ts";
import { histogramPlot, type Marker } from "../chart/histogram-chart.ts";
import { formatPercent } from "../format/format-number.ts";
import { statisticTiles } from "../section/statistic-tiles.ts";
import type { Tile } from "../section/tiles.ts";
import { percentTick } from "../svg/axis.ts";
import { fanChart } from "./fan-chart.ts";

/** What other histories of the same returns would have come to. */
export interface HistoriesView {
  readonly verdict: string;
  readonly tiles: readonly Tile[];
  readonly fan: Figure;
  readonly returns: Figure;
  readonly drawdowns: Figure;
}

/** What a tile says below its figure; statistics without a meaning here have no tile. */
const MEANING: Readonly<Partial<Record<MonteCarloStatisticId, string>>> = {
  p_loss: "histories that end below the initial capital",
  p_ruin: "those that were ever down to the limit of ruin",
  return_p05: "one in twenty returns less",
  return_median: "every second one returns less",
  return_place: "return less than was earned",
  drawdown_median: "every second one falls deeper",
  drawdown_p95: "one in twenty falls deeper",
  drawdown_place: "fall less deep than it was",
};

export function historiesView(result: MonteCarloResult): HistoriesView {
  const { verdict, distributions } = result;
  return {
    verdict,
    tiles: statisticTiles(MONTE_CARLO_STATISTICS, result.statistics, MEANING),
    fan: fanChart(result),
    returns: spreadOf(
      distributions.return,
      "Returns of other histories",
      "How often other histories returned how much",
    ),
    drawdowns: spreadOf(distributions.drawdown, "Their deepest drawdowns", "How often other histories fell how deep"),
  };
}

function spreadOf({ quantiles, real, histogram }: Distribution, title: string, label: string): Figure {
  const median = quantiles[DISTRIBUTION_PROBABILITIES.indexOf(0.5)];
  const marked: readonly (readonly [string, string, number | null | undefined])[] = [
    ["best", "as it was", real],
    ["median", "median", median],
  ];
  const markers = marked.flatMap(([mark, name, value]): readonly Marker[] =>
    value === null || value === undefined ? [] : [{ mark, value, label: `${name} ${formatPercent(value)}` }],
  );
  const svg = histogramPlot({ label, histogram, format: percentTick, markers, size: "medium" });
  if (svg === null) return missingFigure(title, "There are no returns that histories could be drawn from.");
  const legend = markers.map(({ mark, label: text }) => ({ mark, label: text, value: "", series: "" }));
  return { title, note: "without the outermost hundredth", svg, missing: "", legend, switchable: false };
}
