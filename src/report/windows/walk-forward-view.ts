import {
  WALK_FORWARD_STATISTICS,
  type WalkForwardStatisticId,
} from "../../analytics/walk-forward/walk-forward-catalogue.ts";
import type { WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import type { Figure } from "../chart/figure.ts";
import { statisticTiles } from "../section/statistic-tiles.ts";
import type { Table } from "../section/table.ts";
import type { Tile } from "../section/tiles.ts";
import type { RankedCell } from "../tearsheet-input.ts";
import { accountChart } from "./account-chart.ts";
import { parameterPath } from "./parameter-path.ts";
import { scoreScatter } from "./score-scatter.ts";
import { windowTable } from "./window-table.ts";

/** What was chosen in each window, and what it earned from then on. */
export interface WalkForwardView {
  readonly verdict: string;
  readonly tiles: readonly Tile[];
  readonly account: Figure;
  readonly path: Figure;
  readonly scatter: Figure;
  readonly windows: Table;
}

/** What a tile says below its figure; statistics that charts and tables show already have no tile. */
const MEANING: Readonly<Partial<Record<WalkForwardStatisticId, string>>> = {
  efficiency: "of the growth in sample is left out of sample",
  sharpe: "of the joined account",
  psr: "that its true Sharpe is above 0",
  total_return: "of the joined account, after costs",
  cagr: "a year, of the joined account",
  max_drawdown: "of the joined account",
  profitable_windows: "of the windows gain out of sample",
  parameter_stability: "100%: always the same cell",
};

/** @param ranked cells of the grid, which say what its parameters could be */
export function walkForwardView(result: WalkForwardResult, ranked: readonly RankedCell[]): WalkForwardView {
  return {
    verdict: result.verdict,
    tiles: statisticTiles(WALK_FORWARD_STATISTICS, result.statistics, MEANING),
    account: accountChart(result),
    path: parameterPath(result, ranked),
    scatter: scoreScatter(result),
    windows: windowTable(result),
  };
}
