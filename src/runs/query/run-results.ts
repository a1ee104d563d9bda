import { type MetricSet, rankingEnd } from "../../core/metrics/metric-set.ts";
import { objectiveOf, storedMetricsOf } from "../metrics-of.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { CellState } from "../../core/names/states.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { isComputedMetric } from "../../engine/metrics/metric-catalogue.ts";
import { type DagSpec, minTradesOf } from "../../factory/dag-spec.ts";
import type { CellOrder } from "../../store/sweep/order-cells.ts";
import { type CellQuery, countRarelyTraded } from "../../store/sweep/read-cells.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { READ_PATIENCE } from "../retry-until-connected.ts";
import { streamCellsAgain } from "./stream-cells-again.ts";
import { cellView, listSweepViews, namedSweep, type SweepView } from "./cell-view.ts";
import { type ComputeDeps, completeMetrics, type MetricCompletion } from "./computed-metrics.ts";
import { sortedByComputed } from "./sort-by-computed.ts";

export interface ResultsRequest {
  /** Null for the first backtest of the DAG. */
  readonly backtest: string | null;
  /** `cell`, a metric id or a parameter; null for the backtest's objective. Metrics come best first. */
  readonly sort: string | null;
  readonly isReversed: boolean;
  /** Absent for cells of any state. */
  readonly state?: CellState;
  /** Null for all. */
  readonly limit: number | null;
  /** What is to be shown of the cells: metrics among it that were not stored are computed for those that are read. */
  readonly columns?: readonly string[];
}

export interface RunResults {
  readonly backtest: string;
  readonly objective: string;
  /** What its cells can have. */
  readonly metrics: MetricSet;
  /** Parameter names in the order of the strategy. */
  readonly params: readonly string[];
  /** Pages of cells; memory holds one of them at a time. */
  readonly pages: AsyncIterable<readonly CellView[]>;
  /** Cells that rank last because they hardly traded. */
  readonly rarelyTraded: RarelyTraded;
}

export interface RarelyTraded {
  /** How many cells with a result have fewer trades than `minTrades`. */
  readonly cells: number;
  /** 0 for no such rule. */
  readonly minTrades: number;
  /** Cells with a result. */
  readonly total: number;
}

/**
 * The cells of a run that are done. A metric that was not stored is computed when it is asked for: for the cells that
 * are read, and for all cells when they are sorted by it.
 *
 * @throws AppError USAGE when there is no such backtest, metric or parameter
 * @throws AppError RUN_INPUT_CHANGED when a metric cannot be computed any more
 */
export async function runResults(
  deps: ComputeDeps,
  run: { readonly id: RunId; readonly spec: DagSpec },
  request: ResultsRequest,
): Promise<RunResults> {
  const { database } = deps;
  const sweep = namedSweep(await listSweepViews(database, run), request.backtest);
  const { taskId, backtest } = sweep;
  const params = Object.keys(sweep.grid.cellAt(0));
  const metrics = await storedMetricsOf(database, sweep);
  const order = orderOf({ sweep, metrics }, request, params);
  const { limit, state, columns = [] } = request;
  const query = { taskId, order, limit, ...(state === undefined ? {} : { state }) };
  const isScript = backtest.strategy.kind === "script";
  const sorted = order.by === "metric" && isComputedMetric(order.metric) && !isScript ? [order.metric] : [];
  const complete = await completeMetrics(sweep, [...new Set([...columns.filter(isComputedMetric), ...sorted])], deps);
  const isStored = sorted.length === 0 || order.by !== "metric" || order.metric === backtest.objective;
  const pages = isStored
    ? pagesOf(database, query, complete)
    : sortedByComputed(pagesOf(database, { ...query, order: { by: "cell" }, limit: null }, complete), order, limit);
  const minTrades = minTradesOf(backtest);
  const total = sweep.cells.succeeded + sweep.cells.cached;
  const rarelyTraded = { cells: await countRarelyTraded(database, taskId, minTrades), minTrades, total };
  return {
    backtest: backtest.name,
    objective: backtest.objective,
    metrics,
    params,
    pages: viewsOf(sweep, pages),
    rarelyTraded,
  };
}

async function* pagesOf(database: Database, query: CellQuery, complete: MetricCompletion) {
  for await (const page of streamCellsAgain(database, query, READ_PATIENCE)) yield await complete(page);
}

async function* viewsOf(sweep: SweepView, pages: ReturnType<typeof pagesOf>) {
  for await (const page of pages) yield page.map((row) => cellView(sweep, row));
}

/** @throws AppError USAGE when there is no such metric or parameter */
export function orderOf(
  { sweep, metrics }: { readonly sweep: SweepView; readonly metrics: MetricSet },
  { sort, isReversed }: Pick<ResultsRequest, "sort" | "isReversed">,
  params: readonly string[],
): CellOrder {
  const name = sort ?? sweep.backtest.objective;
  if (name === "cell") return { by: "cell" };
  // An objective that no cell has is one all the same.
  const metric = metrics.find(name) ?? (sort === null ? objectiveOf(sweep.backtest) : undefined);
  if (metric !== undefined) {
    const better = rankingEnd(metric);
    const descending = (better === "higher") !== isReversed;
    // Nothing beats not trading, where there is a better and a worse.
    const isRanking = sort === null || metric.better !== null;
    return { by: "metric", metric: name, better, descending, minTrades: isRanking ? minTradesOf(sweep.backtest) : 0 };
  }
  if (params.includes(name)) return { by: "param", valueOf: paramOf(sweep, name), descending: isReversed };
  const known = ["cell", ...params, ...metrics.ids];
  throw new AppError("USAGE", `Results cannot be sorted by "${name}"`, {
    hint: suggestName(name, known),
  });
}

function paramOf({ grid }: SweepView, name: string): (cell: number) => ParamValue {
  return (cell) => grid.cellAt(cell)[name] ?? "";
}
