import type { Logger } from "../../../../core/log.ts";
import type { CellColumns, CellLine, CellRange, RangeWork } from "../../../../executors/executor.ts";
import type { PastCells } from "../../../../engine/backtest.ts";
import type { Sweep } from "../../../sweep/open-sweep.ts";
import { type ComputedRange, knownRange } from "./computed-range.ts";
import { checkColumns, computedCells } from "./check-columns.ts";
import { rangeColumns } from "./range-columns.ts";

/** Cells [from, to) of a sweep, as an attempt has them. */
export interface RangeToCompute {
  readonly from: number;
  readonly to: number;
  /** Cells that are left out: they have a result. */
  readonly done: ReadonlySet<number>;
  /** Work on these cells that an attempt before has begun outside of its worker; null for none. */
  readonly externalId: string | null;
}

export interface RangeParts {
  readonly signal: AbortSignal;
  /** Fires when this process takes no further work: the rest of the range may be left to others. */
  readonly until?: AbortSignal;
  /** What users' strategies print, with their cell. */
  readonly log: Logger;
  readonly keepExternalId: RangeWork["keepExternalId"];
  readonly isHeld: RangeWork["isHeld"];
  readonly tellProgress: RangeWork["tellProgress"];
  /**
   * How cells stood the night before, by their numbers; null where nobody knows. Absent: nobody asks either how they stand
   * in the end.
   */
  readonly standingsOf?: (cells: readonly number[]) => Promise<PastCells | null>;
}

/**
 * Computes the cells of a range that are not in `done`.
 *
 * @throws when the executor could not compute the range at all, or `signal` fired
 */
export async function computeRange(sweep: Sweep, range: RangeToCompute, parts: RangeParts): Promise<ComputedRange> {
  const began = performance.now();
  const cells = cellsToCompute(sweep, range);
  const cellMs = (): number => (performance.now() - began) / (range.to - range.from);
  if (cells.numbers.length === 0) return knownRange(cellMs());
  const past = await parts.standingsOf?.(cells.numbers);
  const columns = await columnsOf(sweep, { cells, past, externalId: range.externalId }, parts);
  const answered = answeredRange(sweep, cells, { columns, to: range.to });
  // Of a range that was cut nothing is learned.
  const count = columns.standings?.extended ?? 0;
  const extended = past == null || count === 0 ? null : { cells: count, from: past.bars };
  return { ...answered, extended, cellMs: answered.rest === null ? cellMs() : null };
}

/**
 * What an executor has answered, as it is stored.
 *
 * @param answer.to where the range ends, which it may have left to others from some cell on
 * @throws AppError EXECUTOR_FAILED when the answer cannot be used
 */
export function answeredRange(
  sweep: Sweep,
  cells: CellRange,
  { columns, to }: { readonly columns: CellColumns; readonly to: number },
): Omit<ComputedRange, "cellMs" | "extended"> {
  const computed = computedCells(columns, cells.numbers.length);
  const first = { numbers: cells.numbers.slice(0, computed), params: cells.params.slice(0, computed) };
  const next = cells.numbers[computed];
  const rest = next === undefined ? null : { from: next, to };
  const usage = (columns.usage ?? []).map(({ index, ...used }) => ({ cell: cells.numbers[index] ?? -1, ...used }));
  return { ...rangeColumns(sweep, first, checkColumns(columns, computed)), rest, usage };
}

/** Those of a range that have no result yet. */
export function cellsToCompute(
  { grid }: Pick<Sweep, "grid">,
  { from, to, done }: Pick<RangeToCompute, "from" | "to" | "done">,
): CellRange {
  const numbers: number[] = [];
  const params: string[] = [];
  for (let cell = from; cell < to; cell++) {
    if (done.has(cell)) continue;
    numbers.push(cell);
    params.push(grid.textAt(cell));
  }
  return { numbers, params };
}

function columnsOf(
  { prepared, backtest }: Sweep,
  {
    cells,
    past,
    externalId,
  }: { readonly cells: CellRange; readonly past: PastCells | null | undefined; readonly externalId: string | null },
  { log, ...parts }: RangeParts,
): Promise<CellColumns> {
  const onLine = ({ index, level, text }: CellLine): void =>
    log[level](text, { backtest: backtest.name, ...(index === null ? {} : { cell: cells.numbers[index] ?? null }) });
  const work = { ...parts, onLine, ...(past !== undefined && { past }) };
  return externalId === null || prepared.attach === undefined
    ? prepared.compute(cells, work)
    : prepared.attach(externalId, cells, work);
}
