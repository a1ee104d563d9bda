import { AppError } from "../../../core/errors/app-error.ts";
import { rankingEnd } from "../../../core/metrics/metric-set.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import type { UndefinedReason } from "../../../core/metrics/undefined-reason.ts";
import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import { middleOf, type Neighbour, neighboursOf, plateauOf } from "../../../analytics/sweep-views/neighbours.ts";
import type { Statistic } from "../../../analytics/statistic.ts";
import { minTradesOf } from "../../../factory/dag-spec.ts";
import { competing } from "../../../store/sweep/cell-figures.ts";
import { type CellOrigin, readCellOrigin } from "../../../store/sweep/cell-origin.ts";
import { readCellsAt, type CellRow } from "../../../store/sweep/read-cells.ts";
import { objectiveOf } from "../../metrics-of.ts";
import { axisOrders, axisValues } from "./axis-values.ts";
import { cellOrder, cellPlaces, metricColumn } from "./sweep-columns.ts";
import type { OpenedSweep, SweepReader } from "./sweep-reader.ts";

/** One cell among its sweep. */
export interface CellDetail {
  readonly cell: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Null while it is not done. */
  readonly row: CellRow | null;
  readonly objective: MetricInfo;
  /** Of the metrics that it was stored with. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Cells that are ranked by the objective. */
  readonly ranked: number;
  readonly plateau: Statistic;
  readonly neighbours: readonly NeighbourValue[];
  /** Of a cached one; null when the run that computed it is gone. */
  readonly origin: CellOrigin | null;
}

interface Standing {
  /** From 1, the better end first. */
  readonly rank: number;
  /** Share of the cells with a value that it is better than, or equal to. */
  readonly percentile: number;
}

interface NeighbourValue extends Neighbour {
  readonly name: string;
  readonly param: ParamValue;
  readonly value: number;
  readonly reason: UndefinedReason | null;
}

/** Up to here a cell is compared by every metric: each takes a column of all cells. */
const MOST_CELLS_FOR_ALL = 50_000;

/** @throws AppError CELL_NOT_FOUND for a number that the grid has not */
export async function cellDetail(reader: SweepReader, sweep: OpenedSweep, cell: number): Promise<CellDetail> {
  const { view } = sweep;
  const { grid, backtest, taskId } = view;
  if (!(Number.isInteger(cell) && cell >= 0 && cell < grid.count)) {
    throw new AppError("CELL_NOT_FOUND", `There is no cell ${cell} in ${backtest.name}`, {
      hint: `Its cells are 0…${grid.count - 1}.`,
    });
  }
  const [row = null] = await readCellsAt(reader.database, taskId, [cell]);
  const objective = objectiveOf(backtest);
  const { minTrades, ranks } = { minTrades: minTradesOf(backtest), ranks: rankingEnd(objective) };
  const column = await metricColumn(reader, sweep, objective.id);
  const { values, middle } = await reader.columns.get(`${taskId} ${sweep.version} competing`, async () => {
    const trades = minTrades === 0 ? null : await metricColumn(reader, sweep, "total_trades");
    const rare = trades === null ? null : { counts: trades.values, least: minTrades };
    const competitors = competing(column, rare, objective);
    const { median, low, high } = middleOf(competitors);
    return { values: competitors, middle: Float64Array.of(median, low, high) };
  });
  const [median = Number.NaN, low = Number.NaN, high = Number.NaN] = middle;
  const places = await cellPlaces(reader, sweep);
  const axes = axisValues(grid);
  const orders = axisOrders(axes);
  if (view.bestFirst.by !== "metric") throw new Error("The objective of a sweep is a metric");
  const order = await cellOrder(reader, sweep, view.bestFirst);
  const standings = new Map<string, Standing>();
  for (const metric of row?.result === null || row === null ? [] : sweep.metrics.all) {
    if (metric.id !== objective.id && grid.count > MOST_CELLS_FOR_ALL) continue;
    const standing =
      metric.id === objective.id
        ? { ...standingIn(values, cell, ranks), rank: order.indexOf(cell) + 1 }
        : standingIn((await metricColumn(reader, sweep, metric.id)).values, cell, rankingEnd(metric));
    if (!Number.isNaN(standing.percentile)) standings.set(metric.id, standing);
  }
  return {
    cell,
    params: grid.cellAt(cell),
    row,
    objective,
    standings,
    ranked: order.length - view.cells.failed,
    plateau: plateauOf({ places, orders, better: ranks }, values, { cell, middle: { median, low, high } }),
    neighbours: neighboursOf(places, orders, cell).map((neighbour) => ({
      ...neighbour,
      name: axes[neighbour.axis]?.name ?? "",
      param: grid.cellAt(neighbour.cell)[axes[neighbour.axis]?.name ?? ""] ?? "",
      value: column.values[neighbour.cell] ?? Number.NaN,
      reason: UNDEFINED_REASONS[(column.reasons[neighbour.cell] ?? 0) - 1] ?? null,
    })),
    origin: row?.state === "cached" ? await readCellOrigin(reader.database, taskId, cell) : null,
  };
}

function standingIn(values: Float64Array, cell: number, better: "higher" | "lower"): Standing {
  const own = values[cell] ?? Number.NaN;
  const sign = better === "higher" ? 1 : -1;
  let [above, atMost, cells] = [0, 0, 0];
  for (let other = 0; other < values.length; other++) {
    const value = values[other] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    cells += 1;
    if (sign * value > sign * own) above += 1;
    else atMost += 1;
  }
  return { rank: above + 1, percentile: Number.isNaN(own) ? Number.NaN : atMost / cells };
}
