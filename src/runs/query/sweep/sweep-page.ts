import type { ParamValue } from "../../../core/params/param-spec.ts";
import { readCellsAt, type CellRow } from "../../../store/sweep/read-cells.ts";
import { orderOf } from "../run-results.ts";
import { cellOrder, stateColumn, STATE_BYTES } from "./sweep-columns.ts";
import type { OpenedSweep, SweepReader } from "./sweep-reader.ts";

export interface SweepPageRequest {
  /** `cell`, a metric that is stored, or a parameter; null for the objective. Metrics come best first. */
  readonly sort: string | null;
  readonly isReversed: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface RankedCell {
  /** From 1. */
  readonly rank: number;
  readonly row: CellRow;
  readonly params: Readonly<Record<string, ParamValue>>;
}

export interface SweepPage {
  readonly sort: string;
  readonly isReversed: boolean;
  readonly offset: number;
  /** Cells in the order. */
  readonly total: number;
  readonly cells: readonly RankedCell[];
}

/**
 * A page of a ranking. The order of all cells is made once per version of the sweep, and kept; after that each page costs its
 * cells, wherever it lies.
 *
 * @throws AppError USAGE when the cells have no such metric or parameter
 */
export async function sweepPage(
  reader: SweepReader,
  sweep: OpenedSweep,
  { sort, isReversed, offset, limit }: SweepPageRequest,
): Promise<SweepPage> {
  const { view } = sweep;
  const all = await numbersIn(reader, sweep, { sort, isReversed });
  const numbers = [...all.subarray(offset, offset + limit)];
  const rows = await readCellsAt(reader.database, view.taskId, numbers);
  const ranks = new Map(numbers.map((cell, place) => [cell, offset + place + 1]));
  return {
    sort: sort ?? view.backtest.objective,
    isReversed,
    offset,
    total: all.length,
    cells: rows.map((row) => ({ row, rank: ranks.get(row.cell) ?? 0, params: view.grid.cellAt(row.cell) })),
  };
}

/** All cells that are done, in that order. */
async function numbersIn(
  reader: SweepReader,
  sweep: OpenedSweep,
  { sort, isReversed }: Pick<SweepPageRequest, "sort" | "isReversed">,
): Promise<Int32Array> {
  const { view, metrics } = sweep;
  const params = Object.keys(view.grid.cellAt(0));
  const order = orderOf({ sweep: view, metrics }, { sort, isReversed }, params);
  if (order.by === "metric") return cellOrder(reader, sweep, order);
  if (order.by === "param") return cellOrder(reader, sweep, { ...order, name: sort ?? "" });
  const states = await stateColumn(reader, sweep);
  const done = Int32Array.from(states.keys()).filter((cell) => states[cell] !== STATE_BYTES.none);
  return isReversed ? done.reverse() : done;
}
