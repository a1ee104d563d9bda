import { AppError } from "../../../core/errors/app-error.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import { sortedOrder } from "../../../core/numbers/sorted-order.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import { type CellPlaces, placesOn } from "../../../analytics/sweep-views/cell-places.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import { compareValues, orderAll, type MetricOrder, type ParamOrder } from "../../../store/sweep/order-cells.ts";
import { doneCells } from "../../../store/sweep/read-cells.ts";
import { readFailedNumbers } from "../../../store/sweep/failed-cells.ts";
import { readParts } from "../../../store/sweep/parts.ts";
import { readSweepColumns } from "../../../store/sweep/sweep-columns.ts";
import type { OpenedSweep, SweepReader } from "./sweep-reader.ts";

/** What a byte of the column of states says of a cell. */
export const STATE_BYTES = { none: 0, succeeded: 1, cached: 2, failed: 3 } as const;

/** A metric of every cell by its number: NaN where it has none, with the place of the reason. 9 bytes a cell. */
export function metricColumn(reader: SweepReader, sweep: OpenedSweep, name: string) {
  const { taskId, grid } = sweep.view;
  return reader.columns.get(`${taskId} ${sweep.version} metric ${name}`, async () => {
    const parts = await readParts(reader.database, taskId);
    const [column] = await readSweepColumns(reader.database, { parts, cells: grid.count }, [name]);
    if (column === undefined) throw new Error(`The column ${name} is missing`);
    return { values: column.values, reasons: column.reasons };
  });
}

/** As it is shown: what is beyond the range of 32 bits is infinite. */
export async function floatColumn(reader: SweepReader, sweep: OpenedSweep, name: string): Promise<Float32Array> {
  return new Float32Array((await metricColumn(reader, sweep, name)).values);
}

/** STATE_BYTES of every cell. */
export function stateColumn(reader: SweepReader, sweep: OpenedSweep): Promise<Uint8Array> {
  const { taskId, grid } = sweep.view;
  return reader.columns.get(`${taskId} ${sweep.version} state`, async () => {
    const states = new Uint8Array(grid.count);
    for (const part of await readParts(reader.database, taskId)) {
      for (let index = 0; index < part.count; index++) states[part.cellAt(index)] = STATE_BYTES[part.state];
    }
    for (const cell of await readFailedNumbers(reader.database, taskId)) states[cell] = STATE_BYTES.failed;
    return states;
  });
}

/** Where the cells stand on the axes. */
export async function cellPlaces(reader: SweepReader, { run, task, view }: OpenedSweep): Promise<CellPlaces> {
  const { grid } = view;
  const { count, axes, onAxes, isWhole, listed } = grid;
  const lengths = axes.map((axis) => axis.count);
  if (listed !== null) return { cells: count, onAxes: count, lengths, raw: null, listed };
  const raw = isWhole
    ? null
    : await reader.columns.get(
        `raw ${run.dagHash} ${view.backtest.search === undefined ? task.specIndex : task.id}`,
        async () => Int32Array.from({ length: onAxes }, (_, cell) => grid.rawAt(cell)),
      );
  return { cells: count, onAxes, lengths, raw };
}

/** All cells that are done in an order, failed ones last. 4 bytes a cell. */
export function cellOrder(
  reader: SweepReader,
  sweep: OpenedSweep,
  order: MetricOrder | (ParamOrder & { readonly name: string }),
): Promise<Int32Array> {
  const { taskId } = sweep.view;
  const key = order.by === "metric" ? `${order.metric} ${order.minTrades}` : order.name;
  return reader.columns.get(`${taskId} ${sweep.version} order ${order.by} ${key} ${order.descending}`, async () => {
    const done = doneCells(await readParts(reader.database, taskId));
    const failed = await readFailedNumbers(reader.database, taskId);
    if (order.by === "metric") {
      const readColumns = (names: readonly string[]) =>
        Promise.all(names.map((name) => metricColumn(reader, sweep, name)));
      return orderAll({ done, failed }, order, readColumns);
    }
    const ranks = await ranksOfParam(reader, sweep, order.name);
    const keys = new Float64Array(done.length);
    for (let at = 0; at < keys.length; at++) keys[at] = (order.descending ? -1 : 1) * (ranks[done[at] ?? 0] ?? 0);
    const all = new Int32Array(done.length + failed.length);
    all.set(sortedOrder(keys).map((place) => done[place] ?? 0));
    all.set(failed, done.length);
    return all;
  });
}

/** Of every cell the place of its value among the sorted ones: of an axis by arithmetic, since parameters take a microsecond each. */
async function ranksOfParam(reader: SweepReader, sweep: OpenedSweep, name: string): Promise<Int32Array> {
  const { grid, backtest } = sweep.view;
  const ranks = new Int32Array(grid.count);
  const places = await cellPlaces(reader, sweep);
  const at = grid.axes.findIndex((one) => one.name === name);
  const axis = grid.axes[at];
  const added = Array.from(
    { length: grid.count - places.onAxes },
    (_, place) => grid.cellAt(places.onAxes + place)[name],
  );
  const onAxis: readonly (ParamValue | undefined)[] =
    axis === undefined
      ? [backtest.params[name]]
      : Array.from({ length: axis.count }, (_, place) => axis.valueAt(place));
  const sorted = [...new Set([...onAxis, ...added])].toSorted(compareValues);
  const rankOf = new Map(sorted.map((value, rank) => [value, rank]));
  const placeAt = axis === undefined ? () => 0 : placesOn(places, at);
  const ranksOnAxis = Int32Array.from(onAxis, (value) => rankOf.get(value) ?? 0);
  for (let cell = 0; cell < places.onAxes; cell++) ranks[cell] = ranksOnAxis[placeAt(cell)] ?? 0;
  for (const [place, value] of added.entries()) ranks[places.onAxes + place] = rankOf.get(value) ?? 0;
  return ranks;
}

/** @throws AppError USAGE when no cell is stored with it */
export function storedMetric({ metrics }: OpenedSweep, name: string): MetricInfo {
  const metric = metrics.find(name);
  if (metric !== undefined) return metric;
  throw new AppError("USAGE", `The cells are not stored with a metric "${name}"`, {
    hint: suggestName(name, metrics.ids),
  });
}

/** A column as it is sent. */
export interface SentColumn {
  readonly bytes: Uint8Array;
  /** Strong: the same bytes have the same one. Changes with `from` only in what it is of. */
  readonly etag: string;
  /** The first cell that is in it. */
  readonly from: number;
  /** Of the whole sweep. */
  readonly cells: number;
  /** The sweep is over: the column will not change, unless somebody has it begun again. */
  readonly isOver: boolean;
}

const ENDED: ReadonlySet<string> = new Set(["succeeded", "failed", "skipped", "cancelled"]);

export function isOver({ task }: Pick<OpenedSweep, "task">): boolean {
  return ENDED.has(task.state);
}

/**
 * A column by cell number, little-endian: of a metric 32-bit floats, NaN for none; `<metric>:reasons` one byte each, 0 or 1 + the
 * place in UNDEFINED_REASONS; `state` one byte each (STATE_BYTES); `raw` 32-bit integers (see CellPlaces), −1 for added cells and for
 * listed ones; `places` 32-bit integers of listed cells, one for each axis of a cell.
 *
 * @param from leaves the cells before it out
 * @throws AppError USAGE for another name
 */
export async function sweepColumn(
  reader: SweepReader,
  sweep: OpenedSweep,
  { name, from = 0 }: { readonly name: string; readonly from?: number },
): Promise<SentColumn> {
  const cells = sweep.view.grid.count;
  const start = Math.min(from, cells);
  const whole = await wholeColumn(reader, sweep, name);
  const column = whole.subarray(start * (cells === 0 ? 0 : whole.length / cells));
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const range = start === 0 ? "" : `-from${start}`;
  const etag = `${sweep.task.id}-${name}-${sweep.version}${range}`;
  return { bytes, etag, from: start, cells, isOver: isOver(sweep) };
}

async function wholeColumn(
  reader: SweepReader,
  sweep: OpenedSweep,
  name: string,
): Promise<Float32Array | Int32Array | Uint8Array> {
  if (name === "state") return stateColumn(reader, sweep);
  if (name === "raw") {
    const places = await cellPlaces(reader, sweep);
    return Int32Array.from({ length: places.cells }, (_, cell) =>
      cell >= places.onAxes || places.listed !== undefined ? -1 : (places.raw?.[cell] ?? cell),
    );
  }
  if (name === "places") return (await cellPlaces(reader, sweep)).listed ?? new Int32Array();
  const [metric = "", kind] = name.split(":");
  const { id } = storedMetric(sweep, kind === "reasons" || kind === undefined ? metric : name);
  return kind === "reasons" ? (await metricColumn(reader, sweep, id)).reasons : floatColumn(reader, sweep, id);
}
