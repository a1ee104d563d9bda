import { describeMetric } from "../engine/metrics/metric-catalogue.ts";
import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import { costWaterfall } from "./chart/cost-waterfall.ts";
import { equityChart } from "./chart/equity-chart.ts";
import type { Figure } from "./chart/figure.ts";
import { objectiveSpread } from "./chart/objective-spread.ts";
import { type ObjectiveInfo, parameterMap } from "./chart/parameter-map.ts";
import { type ParameterPlane, parameterPlane } from "./chart/parameter-plane.ts";
import { returnDistribution } from "./chart/return-distribution.ts";
import { rollingSharpeChart } from "./chart/rolling-sharpe-chart.ts";
import { convergenceChart } from "./chart/search/convergence-chart.ts";
import { importanceChart } from "./chart/search/importance-chart.ts";
import { parallelChart } from "./chart/search/parallel-chart.ts";
import { underwaterChart } from "./chart/underwater-chart.ts";
import { yearlyBars } from "./chart/yearly-bars.ts";
import { type HistoriesView, historiesView } from "./histories/histories-view.ts";
import { sensitivityTable } from "./histories/sensitivity-table.ts";
import { type HoverData, hoverCurves, hoverMap } from "./hover-data.ts";
import { measurePerformance, type Performance, returnUnit } from "./performance.ts";
import { backtestsTable } from "./section/backtests-table.ts";
import { comparisonTable } from "./section/comparison-table.ts";
import { drawdownTable } from "./section/drawdown-table.ts";
import { type Fact, identityFacts } from "./section/identity.ts";
import { judgementOf, judgementTiles } from "./section/judgement.ts";
import { type Masthead, mastheadOf } from "./section/masthead.ts";
import { monthlyTable } from "./section/monthly-table.ts";
import { regressionTable } from "./section/regression-table.ts";
import type { Table } from "./section/table.ts";
import { type Tile, tilesOf } from "./section/tiles.ts";
import { topCells } from "./section/top-cells.ts";
import { tradesTable } from "./section/trades-table.ts";
import { jsonMarkup, type Markup } from "./svg/markup.ts";
import type { TearsheetInput } from "./tearsheet-input.ts";
import { type CrossValidationView, crossValidationView } from "./windows/cross-validation-view.ts";
import { type WalkForwardView, walkForwardView } from "./windows/walk-forward-view.ts";

/** Everything that the templates print, in the words and numbers that the reader sees. */
export interface TearsheetView {
  readonly contentPolicy: string;
  readonly masthead: Masthead;
  /** Null when nobody asked for it. */
  readonly regression: Table | null;
  /** Null when the run has one backtest. */
  readonly backtests: Table | null;
  /** Null when no cell succeeded. */
  readonly best: BestView | null;
  /** Null when nothing varies. */
  readonly grid: GridView | null;
  /** Null when it was not asked for. */
  readonly walkForward: WalkForwardView | null;
  /** Null when it was not asked for. */
  readonly crossValidation: CrossValidationView | null;
  /** Null when no histories were drawn. */
  readonly histories: HistoriesView | null;
  /** Null when nobody asked for it. */
  readonly sensitivity: Table | null;
  readonly identity: readonly Fact[];
  readonly hover: Markup;
}

interface BestView {
  readonly tiles: readonly Tile[];
  readonly equity: Figure;
  readonly underwater: Figure;
  readonly months: Table;
  readonly years: Figure;
  readonly distribution: Figure;
  readonly rolling: Figure;
  readonly costs: Figure;
  readonly comparison: Table;
  readonly drawdowns: Table;
  readonly trades: Table;
}

interface GridView {
  /** Empty when nothing is known. */
  readonly judgement: readonly Tile[];
  readonly map: Figure | null;
  readonly spread: Figure | null;
  readonly top: Table;
  /** Null when all of the grid was computed. */
  readonly search: SearchView | null;
}

interface SearchView {
  readonly convergence: Figure | null;
  readonly importance: Figure | null;
  readonly parallel: Figure | null;
}

/** What the views are made of: the input, and what was worked out from it once. */
interface Findings {
  readonly input: TearsheetInput;
  readonly benchmark: Performance | null;
  readonly judgement: SweepJudgement | null;
  readonly plane: ParameterPlane | null;
}

export function tearsheetView(input: TearsheetInput, contentPolicy: string): TearsheetView {
  const { settings, objective } = input.backtest;
  const name = input.cells.total > 1 ? "Best cell" : "This backtest";
  const best = input.best && measurePerformance({ name, result: input.best, settings, benchmark: input.benchmark });
  const benchmark =
    input.benchmark && measurePerformance({ name: "Buy and hold", result: input.benchmark, settings, benchmark: null });
  const plane = parameterPlane(input.ranked, input.axes, objective);
  const findings: Findings = { input, benchmark, judgement: judgementOf(input), plane };
  const hover: HoverData = { equity: best && hoverCurves(best, benchmark), map: hoverMap(plane, input) };
  return {
    contentPolicy,
    masthead: mastheadOf(input),
    regression: regressionTable(input.regression ?? null),
    backtests: backtestsTable(input),
    best: best && bestView(best, findings),
    grid: input.ranked.length > 1 ? gridView(findings) : null,
    walkForward: input.walkForward === undefined ? null : walkForwardView(input.walkForward, input.ranked),
    crossValidation: input.cpcv === undefined ? null : crossValidationView(input.cpcv, input.axes),
    histories: input.monteCarlo === undefined ? null : historiesView(input.monteCarlo),
    sensitivity: sensitivityTable(input.sensitivity ?? null),
    identity: identityFacts(input),
    hover: jsonMarkup(hover),
  };
}

function bestView(best: Performance, { input, benchmark, judgement }: Findings): BestView {
  return {
    tiles: tilesOf(input, best, judgement),
    equity: equityChart(best, benchmark),
    underwater: underwaterChart(best, benchmark),
    months: monthlyTable(best),
    years: yearlyBars(best, benchmark),
    distribution: returnDistribution(best),
    rolling: rollingSharpeChart(best, benchmark),
    costs: costWaterfall(best.result, best.series.initialCapital),
    comparison: comparisonTable(best, benchmark, input.ranked),
    drawdowns: drawdownTable(best),
    trades: tradesTable(best, input.tradesCsv ?? null),
  };
}

function gridView({ input, judgement, plane }: Findings): GridView {
  const { ranked, axes, backtest, benchmark, cells } = input;
  const objective = describeMetric(backtest.objective);
  return {
    judgement: judgementTiles(judgement, cells.total, returnUnit(backtest.settings)),
    map: plane && parameterMap(plane, objective),
    spread: objectiveSpread(ranked, benchmark, objective),
    top: topCells(ranked, axes, backtest.objective),
    search: input.search === undefined ? null : searchView(input, objective),
  };
}

/** The survivors of a halving are in no order of time: what was found when is a matter of its rungs. */
function searchView({ search, ranked, axes }: TearsheetInput, objective: ObjectiveInfo): SearchView {
  return {
    convergence: search === "successive_halving" ? null : convergenceChart(ranked, objective),
    importance: importanceChart(ranked, axes, objective),
    parallel: parallelChart(ranked, axes, objective),
  };
}
