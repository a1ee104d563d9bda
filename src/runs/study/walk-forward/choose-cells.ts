import { setImmediate } from "node:timers/promises";
import { pickCells } from "../../../analytics/walk-forward/pick-cells.ts";
import { rankingEnd } from "../../../core/metrics/metric-set.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import { rangeColumnId } from "../../../engine/ranges/range-column-id.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { competing } from "../../../store/sweep/cell-figures.ts";
import { readParts } from "../../../store/sweep/parts.ts";
import { readSweepColumns } from "../../../store/sweep/sweep-columns.ts";
import { type AxisPositions, axisPositions } from "../../judge/axis-positions.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { walkForwardOf } from "./plan-windows.ts";

/** The cells that a window trades, and what they were chosen by. */
export interface ChosenCells {
  /** Best first; none when none competed. */
  readonly cells: readonly number[];
  /** Means over the cells; NaN for none. */
  readonly score: number;
  readonly totalReturn: number;
}

/**
 * Chooses the cells of every window by what its in-sample part has come to.
 *
 * @param taskId of the task that has measured the windows
 * @param windows how many there are
 */
export async function chooseCells(
  connection: Connection,
  { sweep, taskId, windows }: { readonly sweep: Sweep; readonly taskId: TaskId; readonly windows: number },
): Promise<readonly ChosenCells[]> {
  const { grid, backtest } = sweep;
  const spec = walkForwardOf(backtest);
  const objective = describeMetric(spec.objective);
  const parts = await readParts(connection, taskId);
  const neighboursOf = neighbours(await axisPositions(grid, backtest.grid.axes), grid.count);
  const chosen: ChosenCells[] = [];
  for (let window = 0; window < windows; window++) {
    await setImmediate();
    const names = [spec.objective, "total_trades", "total_return"];
    const ids = names.map((name) => rangeColumnId(window, name));
    const [wanted, trades, returns] = await readSweepColumns(connection, { parts, cells: grid.count }, ids);
    if (!wanted || !trades || !returns) throw new Error("Columns are missing");
    const scores = competing(wanted, { counts: trades.values, least: spec.minTrades }, objective);
    const { select, topN } = spec;
    const cells = [...pickCells({ scores, better: rankingEnd(objective), select, topN, neighboursOf })];
    chosen.push({ cells, score: meanOf(wanted.values, cells), totalReturn: meanOf(returns.values, cells) });
  }
  return chosen;
}

function meanOf(values: Float64Array, cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + (values[cell] ?? Number.NaN), 0) / cells.length;
}

/** At most one step away on every axis; each cell is looked up once. */
function neighbours({ positions, ordered }: AxisPositions, count: number): (cell: number) => Int32Array {
  let places: ReadonlyMap<string, number> | null = null;
  const known = new Map<number, Int32Array>();
  const placeOf = (cell: number): readonly number[] => positions.map((axis) => axis[cell] ?? 0);
  return (cell) => {
    places ??= new Map(Array.from({ length: count }, (_, one) => [placeOf(one).join(), one]));
    const found = known.get(cell) ?? Int32Array.from(around(placeOf(cell), ordered), (at) => places?.get(at) ?? -1);
    const there = found.filter((other) => other >= 0 && other !== cell);
    known.set(cell, there);
    return there;
  };
}

function around(place: readonly number[], ordered: readonly boolean[]): readonly string[] {
  let found: readonly (readonly number[])[] = [[]];
  for (const [axis, at] of place.entries()) {
    const steps = ordered[axis] === true ? [-1, 0, 1] : [0];
    found = found.flatMap((begun) => steps.map((step) => [...begun, at + step]));
  }
  return found.map((one) => one.join());
}
