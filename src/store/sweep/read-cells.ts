import type { TaskId } from "../../core/names/ids.ts";
import type { CellState } from "../../core/names/states.ts";
import type { Refusals } from "../../engine/backtest.ts";
import { type CellMetrics, SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../core/metrics/undefined-reason.ts";
import type { TaskError } from "../run/tasks.ts";
import type { Connection, Database } from "../connection/transaction.ts";
import { readResults, type StoredResult } from "./batch-slices.ts";
import { readFailedCells, readFailuresOf } from "./failed-cells.ts";
import { type CellOrder, orderCells } from "./order-cells.ts";
import { type Part, readParts } from "./parts.ts";
import { countCells, readSweepColumns } from "./sweep-columns.ts";

export interface CellRow {
  readonly cell: number;
  readonly state: CellState;
  readonly error: TaskError | null;
  /** Null when the cell failed; the grid knows its parameters. */
  readonly result: CellResult | null;
}

/** The metrics of the engine, and what else was stored under names of its own. */
export type StoredMetrics = CellMetrics & Readonly<Record<string, number | null>>;

export interface CellResult {
  readonly metrics: StoredMetrics;
  readonly reasons: Readonly<Record<string, UndefinedReason>>;
  /** Entries that were refused; null for none. */
  readonly refused: Refusals | null;
}

export interface CellQuery {
  readonly taskId: TaskId;
  readonly order: CellOrder;
  /** Absent for cells of any state. */
  readonly state?: CellState;
  /** Absent for cells of any number. */
  readonly cell?: number;
  /** Null for all. */
  readonly limit: number | null;
  /** How many of the order are left out; absent for none. */
  readonly offset?: number;
}

/** For a few cells; see `streamCells` for many. */
export async function listCells(connection: Connection, query: CellQuery): Promise<readonly CellRow[]> {
  const sweep = await openSweepCells(connection, query);
  return readRows(connection, sweep, await pickCells(connection, sweep, query));
}

/** These cells in the order of the list; such that are not done are left out. */
export async function readCellsAt(
  connection: Connection,
  taskId: TaskId,
  cells: readonly number[],
): Promise<readonly CellRow[]> {
  const range = { from: Math.min(...cells), to: Math.max(...cells) + 1 };
  const parts = cells.length === 0 ? [] : await readParts(connection, taskId, range);
  const failed = await readFailuresOf(connection, taskId, cells);
  const done = cells.filter((cell) => failed.has(cell) || parts.some((part) => part.indexOf(cell) >= 0));
  return readRows(connection, { cells: cells.length, parts, failed }, Int32Array.from(done));
}

/** How many cells with a result have fewer trades than that. */
export async function countRarelyTraded(connection: Connection, taskId: TaskId, minTrades: number): Promise<number> {
  if (minTrades === 0) return 0;
  const parts = await readParts(connection, taskId);
  const cells = await countCells(connection, taskId);
  const [trades] = await readSweepColumns(connection, { parts, cells }, ["total_trades"]);
  return doneCells(parts).filter((cell) => !((trades?.values[cell] ?? 0) >= minTrades)).length;
}

/** Cells that are read at once: memory holds their metrics. */
const BLOCK = 50_000;
const PAGE = 2000;

/** Any number of cells, page by page, in the order and of the cells that there were at the beginning. */
export async function* streamCells(
  database: Database,
  query: CellQuery,
): AsyncGenerator<readonly CellRow[], void, undefined> {
  const sweep = await openSweepCells(database, query);
  const cells = await pickCells(database, sweep, query);
  for (let from = 0; from < cells.length; from += BLOCK) {
    const rows = await readRows(database, sweep, cells.subarray(from, from + BLOCK));
    for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE);
  }
}

/** Where the cells of a sweep are. */
interface SweepCells {
  readonly cells: number;
  readonly parts: readonly Part[];
  readonly failed: ReadonlyMap<number, TaskError>;
}

async function openSweepCells(connection: Connection, { taskId, cell }: CellQuery): Promise<SweepCells> {
  const range = cell === undefined ? {} : { from: cell, to: cell + 1 };
  const cells = await countCells(connection, taskId);
  const parts = await readParts(connection, taskId, range);
  return { cells, parts, failed: await readFailedCells(connection, taskId, range) };
}

/** The numbers of the cells that are asked for, in their order. */
async function pickCells(connection: Connection, sweep: SweepCells, query: CellQuery): Promise<Int32Array> {
  const { state, cell, order, limit, offset = 0 } = query;
  const onlyWanted = (cells: Int32Array): Int32Array =>
    cell === undefined ? cells : cells.filter((number) => number === cell);
  const parts = sweep.parts.filter((part) => state === undefined || part.state === state);
  const done = onlyWanted(doneCells(parts));
  const failed = onlyWanted(Int32Array.from(state === undefined || state === "failed" ? sweep.failed.keys() : []));
  const page = { from: offset, to: limit === null ? Number.POSITIVE_INFINITY : offset + limit };
  return orderCells({ done, failed }, order, {
    page,
    readColumns: (names) => readSweepColumns(connection, { parts, cells: sweep.cells }, names),
  });
}

/** Ascending. */
export function doneCells(parts: readonly Part[]): Int32Array {
  const cells = new Int32Array(parts.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const part of parts) for (let index = 0; index < part.count; index++) cells[at++] = part.cellAt(index);
  return cells.sort();
}

async function readRows(connection: Connection, sweep: SweepCells, cells: Int32Array): Promise<readonly CellRow[]> {
  const found = [...cells].map((cell) => ({ cell, ...placeOf(sweep.parts, cell) }));
  const places = found.flatMap(({ part, row }) => (part === null ? [] : [{ batchId: part.batchId, row }]));
  const results = await readResults(connection, places);
  let next = 0;
  return found.map(({ cell, part }): CellRow => {
    if (part === null) return { cell, state: "failed", error: sweep.failed.get(cell) ?? null, result: null };
    const result = results[next];
    next += 1;
    return { cell, state: part.state, error: null, result: result === undefined ? null : cellResult(result) };
  });
}

function placeOf(parts: readonly Part[], cell: number): { readonly part: Part | null; readonly row: number } {
  for (const part of parts) {
    const index = part.indexOf(cell);
    if (index >= 0) return { part, row: part.rowAt(index) };
  }
  return { part: null, row: -1 };
}

const NO_METRICS = Object.fromEntries(SWEEP_METRIC_IDS.map((id) => [id, null])) as CellMetrics;

function cellResult({ names, values, reasons, refused }: StoredResult): CellResult {
  const metrics: Record<string, number | null> = { ...NO_METRICS };
  const why: Record<string, UndefinedReason> = Object.fromEntries(
    SWEEP_METRIC_IDS.filter((id) => !names.includes(id)).map((id) => [id, "not_computed"]),
  );
  for (const [place, name] of names.entries()) {
    const value = values[place] ?? Number.NaN;
    metrics[name] = Number.isNaN(value) ? null : value;
    const reason = UNDEFINED_REASONS[(reasons[place] ?? 0) - 1];
    if (reason !== undefined) why[name] = reason;
  }
  return { metrics: metrics as StoredMetrics, reasons: why, refused };
}
