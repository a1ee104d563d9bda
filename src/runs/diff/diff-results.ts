import {
  type ColumnChange,
  compareColumns,
  EXACT,
  isChanged,
  type Tolerance,
} from "../../analytics/regression/compare-columns.ts";
import { type RankChange, rankChanges, ranksAmong } from "../../analytics/regression/rank-changes.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { readFailedNumbers } from "../../store/sweep/failed-cells.ts";
import { readMetricNames } from "../../store/sweep/metric-names.ts";
import { orderAll } from "../../store/sweep/order-cells.ts";
import { type Part, readParts } from "../../store/sweep/parts.ts";
import { doneCells } from "../../store/sweep/read-cells.ts";
import { readSweepColumns } from "../../store/sweep/sweep-columns.ts";
import type { SweepView } from "../query/cell-view.ts";
import { matchCells } from "./match-cells.ts";

/** What became of the cells that two sweeps have in common. */
export interface ResultsDiff {
  readonly objective: string;
  /** Cells with a result in both. */
  readonly common: number;
  /** Cells that only one of the grids has, … */
  readonly added: number;
  readonly removed: number;
  /** … and such of both that have a result in one alone. */
  readonly failedNow: number;
  readonly failedBefore: number;
  /** Cells of which any metric changed. */
  readonly changed: number;
  /** Of metrics that changed in any cell, in the order of their names. */
  readonly metrics: readonly MetricDiff[];
  /** Null without a cell in common. */
  readonly ranks: (RankChange & { readonly moved: number }) | null;
  /** The best of each, among the cells in common; null without one. */
  readonly best: { readonly before: RankedCell; readonly after: RankedCell } | null;
  /** Cells that changed, those first whose objective changed most. */
  readonly cells: readonly CellDiff[];
}

export interface MetricDiff extends Omit<ColumnChange, "largest"> {
  readonly metric: string;
  /** The cell in which it changed most; null where it is undefined on one side in each. */
  readonly largest: (ValueChange & { readonly params: Params }) | null;
}

interface ValueChange {
  /** Null where undefined. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface RankedCell {
  readonly params: Params;
  /** Numbers in the two grids. */
  readonly cellBefore: number;
  readonly cellAfter: number;
  /** Ranks among the cells in common, from 1. */
  readonly rankBefore: number;
  readonly rankAfter: number;
}

export interface CellDiff extends RankedCell {
  /** Of the objective. */
  readonly objective: ValueChange;
}

export interface DiffOptions {
  /** Cells that are listed. */
  readonly limit: number;
  /** Of a metric; absent: to the last bit. */
  readonly toleranceOf?: (metric: string) => Tolerance;
}

/** Reads one metric of all cells at a time: memory is about 40 bytes a cell, whatever number of metrics there is. */
export async function diffResults(
  before: SweepView,
  after: SweepView,
  database: Database,
  { limit, toleranceOf = () => EXACT }: DiffOptions,
): Promise<ResultsDiff> {
  const matched = matchCells(before, after);
  const [old, now] = await Promise.all([openSide(before, database), openSide(after, database)]);
  const inBoth = matched.before.map(
    (cell, index) => Number(old.has(cell)) + 2 * Number(now.has(matched.after[index] ?? -1)),
  );
  const isCommon = (_: number, index: number): boolean => inBoth[index] === 3;
  const common = { before: matched.before.filter(isCommon), after: matched.after.filter(isCommon) };
  const paramsAt = (index: number): Params => before.grid.cellAt(common.before[index] ?? 0);
  const changed = new Uint8Array(common.before.length);
  const metrics: MetricDiff[] = [];
  const names = new Set([
    ...(await readMetricNames(database, before.taskId)),
    ...(await readMetricNames(database, after.taskId)),
  ]);
  for (const metric of [...names].toSorted()) {
    const [left, right] = await Promise.all([old.column(metric, common.before), now.column(metric, common.after)]);
    const tolerance = toleranceOf(metric);
    const { largest, ...counts } = compareColumns(left, right, tolerance);
    if (counts.changed === 0) continue;
    for (let index = 0; index < changed.length; index++) {
      if (isChanged(left[index] ?? Number.NaN, right[index] ?? Number.NaN, tolerance)) changed[index] = 1;
    }
    const most = largest === null ? null : { ...valuesAt(left, right, largest), params: paramsAt(largest) };
    metrics.push({ metric, ...counts, largest: most });
  }
  const ranking = await ranksOf({ before: old, after: now }, common);
  const about = { common, ranking, changed, paramsAt };
  const { objective } = after.backtest;
  const values = await Promise.all([old.column(objective, common.before), now.column(objective, common.after)]);
  return {
    objective,
    common: common.before.length,
    added: after.grid.count - matched.after.length,
    removed: before.grid.count - matched.before.length,
    failedNow: inBoth.filter((sides) => sides === 1).length,
    failedBefore: inBoth.filter((sides) => sides === 2).length,
    changed: changed.reduce((sum, one) => sum + one, 0),
    metrics,
    ranks: changed.length === 0 ? null : { ...rankChanges(ranking.before, ranking.after), moved: movedOf(ranking) },
    best: bestOf(about),
    cells: changedCells(about, values, limit),
  };
}

interface Side {
  /** Cells of its grid. */
  readonly count: number;
  has(cell: number): boolean;
  /** The objective's order, failed cells last. */
  order(): Promise<Int32Array>;
  column(metric: string, cells: Int32Array): Promise<Float64Array>;
}

async function openSide({ taskId, grid, bestFirst }: SweepView, database: Database): Promise<Side> {
  const parts: readonly Part[] = await readParts(database, taskId);
  const done = doneCells(parts);
  const known = new Uint8Array(grid.count);
  for (const cell of done) known[cell] = 1;
  const sweep = { parts, cells: grid.count };
  return {
    count: grid.count,
    has: (cell) => known[cell] === 1,
    async order() {
      if (bestFirst.by !== "metric") return done;
      const failed = await readFailedNumbers(database, taskId);
      return orderAll({ done, failed }, bestFirst, (names) => readSweepColumns(database, sweep, names));
    },
    async column(metric, cells) {
      const [column] = await readSweepColumns(database, sweep, [metric]);
      return Float64Array.from(cells, (cell) => column?.values[cell] ?? Number.NaN);
    },
  };
}

interface Ranking {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

async function ranksOf(sides: { readonly before: Side; readonly after: Side }, common: Ranking): Promise<Ranking> {
  const ranks = async (side: Side, cells: Int32Array): Promise<Int32Array> => {
    const order = await side.order();
    const place = new Int32Array(side.count).fill(-1);
    for (const [index, cell] of cells.entries()) place[cell] = index;
    return ranksAmong(order, place, cells.length);
  };
  return { before: await ranks(sides.before, common.before), after: await ranks(sides.after, common.after) };
}

function movedOf({ before, after }: Ranking): number {
  return before.filter((rank, index) => rank !== after[index]).length;
}

interface About {
  readonly common: Ranking;
  readonly ranking: Ranking;
  readonly changed: Uint8Array;
  readonly paramsAt: (index: number) => Params;
}

function bestOf(about: About): ResultsDiff["best"] {
  const { ranking } = about;
  if (ranking.before.length === 0) return null;
  return {
    before: rankedCell(about, ranking.before.indexOf(1)),
    after: rankedCell(about, ranking.after.indexOf(1)),
  };
}

function rankedCell({ common, ranking, paramsAt }: About, index: number): RankedCell {
  return {
    params: paramsAt(index),
    cellBefore: common.before[index] ?? 0,
    cellAfter: common.after[index] ?? 0,
    rankBefore: ranking.before[index] ?? 0,
    rankAfter: ranking.after[index] ?? 0,
  };
}

function changedCells(
  about: About,
  [left = new Float64Array(), right = new Float64Array()]: readonly Float64Array[],
  limit: number,
): readonly CellDiff[] {
  const indices = Int32Array.from(about.changed.keys()).filter((index) => about.changed[index] === 1);
  const size = (index: number): number => {
    const difference = Math.abs((right[index] ?? 0) - (left[index] ?? 0));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  };
  const sizes = new Map(Array.from(indices, (index) => [index, size(index)] as const));
  const ordered = indices.toSorted((a, b) => compareDown(sizes.get(a) ?? 0, sizes.get(b) ?? 0) || a - b);
  return Array.from(ordered.subarray(0, limit), (index) => ({
    ...rankedCell(about, index),
    objective: valuesAt(left, right, index),
  }));
}

function compareDown(a: number, b: number): number {
  return a === b ? 0 : a < b ? 1 : -1;
}

function valuesAt(left: Float64Array, right: Float64Array, index: number): ValueChange {
  return { before: definedOrNull(left[index]), after: definedOrNull(right[index]) };
}

function definedOrNull(value = Number.NaN): number | null {
  return Number.isNaN(value) ? null : value;
}
