import type { CellView } from "../../callbacks/callback-context.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { CellState } from "../../core/names/states.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { SWEEP_METRICS } from "../../engine/metrics/metric-catalogue.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { CellOrder, CellQuery } from "../../store/sweep/read-cells.ts";
import type { Database } from "../../store/transaction.ts";
import { READ_PATIENCE } from "../retry-until-connected.ts";
import { streamCellsAgain } from "./stream-cells-again.ts";
import { cellView, listSweepViews, namedSweep, type SweepView } from "./cell-view.ts";

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
}

export interface RunResults {
  readonly backtest: string;
  /** Parameter names in the order of the strategy. */
  readonly params: readonly string[];
  /** Pages of cells; memory holds one of them at a time. */
  readonly pages: AsyncIterable<readonly CellView[]>;
}

/** The cells of a run that are done. @throws AppError USAGE when there is no such backtest, metric or parameter */
export async function runResults(
  database: Database,
  run: { readonly id: RunId; readonly spec: DagSpec },
  request: ResultsRequest,
): Promise<RunResults> {
  const sweeps = await listSweepViews(database, run);
  const sweep = namedSweep(sweeps, request.backtest);
  const params = Object.keys(sweep.grid.cellAt(0));
  const order = orderOf(sweep, request, params);
  const { limit, state } = request;
  const query = { taskId: sweep.taskId, order, limit, ...(state === undefined ? {} : { state }) };
  return { backtest: sweep.backtest.name, params, pages: pagesOf(database, sweep, query) };
}

async function* pagesOf(database: Database, sweep: SweepView, query: CellQuery) {
  for await (const page of streamCellsAgain(database, query, READ_PATIENCE))
    yield page.map((row) => cellView(sweep, row));
}

function orderOf(sweep: SweepView, { sort, isReversed }: ResultsRequest, params: readonly string[]): CellOrder {
  const name = sort ?? sweep.backtest.objective;
  if (name === "cell") return { by: "cell" };
  const metric = SWEEP_METRICS.find((info) => info.id === name);
  if (metric !== undefined) {
    return { by: "metric", metric: metric.id, descending: (metric.better !== "lower") !== isReversed };
  }
  if (params.includes(name)) return { by: "param", param: name, descending: isReversed };
  const known = ["cell", ...params, ...SWEEP_METRICS.map((info) => info.id)];
  const nearest = nearestName(name, known);
  throw new AppError("USAGE", `Results cannot be sorted by "${name}"`, {
    hint: nearest === null ? `There are: ${known.join(", ")}.` : `Did you mean "${nearest}"?`,
  });
}
