import { AppError, messageOf } from "../core/errors/app-error.ts";
import { steadyBlockStarts } from "../core/numbers/block-starts.ts";
import type { Params } from "../core/params/param-spec.ts";
import type {
  CellFailure,
  CellRefusals,
  ComputedColumn,
  PastCells,
  SweepBlockSums,
  SweepRequest,
  SweepResult,
  WantedRanges,
} from "./backtest.ts";
import { canStand, extendable } from "./extend/can-stand.ts";
import { type CellStanding, standingWidth } from "./extend/cell-standing.ts";
import { openStandings } from "./extend/standings.ts";
import type { CellRunner } from "./cells/cell-runner.ts";
import { checkCells, prepareCells } from "./cells/prepare-cells.ts";
import type { BlockTarget } from "./metrics/accumulators/block-returns.ts";
import { computedMetrics, needsBenchmark } from "./metrics/computed-metrics.ts";
import { type ComputedMetricId, SWEEP_METRIC_IDS, type SweepMetricId } from "./metrics/metric-catalogue.ts";
import { createColumnMemory } from "./simd/column-memory.ts";
import { createMetricRow, type MetricRow, reasonCode, voidMetrics } from "./metrics/metric-row.ts";
import { type Measured, unmeasured } from "../core/metrics/measured.ts";
import { prepareRanges } from "./ranges/sweep-ranges.ts";
import { refusalsOf } from "./refusals.ts";
import { runBenchmark } from "./run-benchmark.ts";

/** A sweep whose indicators and buffers live on between calls: run any ranges of its cells, in any order. */
export interface PreparedSweep {
  /**
   * @param past how these cells stand after fewer bars: those that can be are gone on with, with the same results; null: nobody
   * knows. Its values are written over. Absent: nor does anybody ask how they stand in the end
   */
  run(cells: readonly Params[], past?: PastCells | null): SweepResult;
}

/**
 * Makes a sweep ready. The same cell gives the same bits whatever the ranges and their order.
 *
 * @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together
 */
export function prepareSweep(request: Omit<SweepRequest, "cells">): PreparedSweep {
  if (request.ranges !== undefined) return rangeSweep(request, request.ranges);
  checkCells(request);
  const { blocks = 0, computed = [], settings } = request;
  const benchmark = needsBenchmark(computed) ? runBenchmark(request).equity : null;
  const open = (standing?: CellStanding) => {
    const runner = prepareCells({ ...request, standing }, (bars) => createColumnMemory(bars, request.memory));
    const compute = () => computedMetrics(computed, runner.details(), settings, benchmark);
    return { runner, wanted: { ...request, blocks, computed, compute, standing } };
  };
  const usual = once(() => open());
  const standing = once(() => open(new Float64Array(standingWidth(Number(blocks)))));
  const stands = canStand(request);
  const barCount = request.bars[0]?.close.length ?? 0;
  return {
    run(cells, past) {
      const { runner, wanted } = past === undefined || !stands ? usual() : standing();
      const isFit = past != null && extendable(past.bars, barCount, Number(blocks));
      return runCells(runner, cells, { ...wanted, past: isFit ? past : null });
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function rangeSweep(request: Omit<SweepRequest, "cells">, ranges: WantedRanges): PreparedSweep {
  const sweep = prepareRanges(request, ranges);
  const { explain = messageOf } = request;
  return {
    run(cells) {
      const { columns: computed, failures } = sweep.run(cells, (act) => tryCell(act, explain));
      const { metrics, reasons } = noMetrics(cells.length);
      return { metrics, reasons, computed, refusals: [], failures };
    },
  };
}

/** Of cells that are measured by range alone. */
function noMetrics(cells: number): Pick<SweepResult, "metrics" | "reasons"> {
  return {
    metrics: columns((length) => new Float64Array(length).fill(Number.NaN), cells),
    reasons: columns((length) => new Uint8Array(length).fill(reasonCode("not_computed")), cells),
  };
}

/** Every metric of every cell. A cell that fails has no metrics and is listed under `failures`; the others go on. */
export function sweepCells(request: SweepRequest): SweepResult {
  return prepareSweep(request).run(request.cells);
}

interface Wanted extends Pick<SweepRequest, "onCell" | "onPass" | "explain"> {
  readonly blocks: number | readonly number[];
  readonly computed: readonly ComputedMetricId[];
  /** Of the cell that was traded last. */
  compute(): readonly Measured[];
  /** That of the runner; undefined where cells keep none. */
  readonly standing: CellStanding | undefined;
  readonly past: PastCells | null;
}

function runCells(runner: CellRunner, cells: readonly Params[], wanted: Wanted): SweepResult {
  const { blocks, onCell, onPass, explain = messageOf } = wanted;
  const metrics = columns((length) => new Float64Array(length), cells.length);
  const reasons = columns((length) => new Uint8Array(length), cells.length);
  const computed = wanted.computed.map((id) => emptyColumn(id, cells.length));
  const failures: CellFailure[] = [];
  const refusals: CellRefusals[] = [];
  const starts = startsOf(blocks, runner.returnCount);
  const count = Math.max(0, starts.length - 1);
  const sums = count > 0 ? emptyBlockSums(cells.length, count) : null;
  const row = createMetricRow();
  const valueColumns = SWEEP_METRIC_IDS.map((id) => metrics[id]);
  const reasonColumns = SWEEP_METRIC_IDS.map((id) => reasons[id]);
  const { standing } = wanted;
  const blocksOfCell = { starts, sum: sums?.sum ?? NO_SUMS, sumOfSquares: sums?.sumOfSquares ?? NO_SUMS, offset: 0 };
  const tradeOne = (index: number): Omit<CellFailure, "index"> | null => {
    const failure = runCell(runner, cells[index] ?? NO_PARAMS, row, explain);
    if (sums === null) return failure;
    blocksOfCell.offset = index * count;
    if (failure === null) {
      if (standing !== undefined) setBlocks(blocksOfCell, 0);
      runner.sumBlocks(blocksOfCell);
    } else {
      setBlocks(blocksOfCell, Number.NaN);
    }
    return failure;
  };
  const stands = standing === undefined ? null : openStandings(standing, cells.length, wanted.past);
  onPass?.();
  // An index loop and no closure: there is little else to do for a cell that is gone on with.
  for (let index = 0; index < cells.length; index++) {
    onCell?.(index);
    const failure = stands === null ? tradeOne(index) : stands.goOn(index, tradeOne);
    if (failure !== null) failures.push({ index, ...failure });
    copyValues(row.values, valueColumns, index);
    copyReasons(row.reasons, reasonColumns, index);
    if (failure !== null) continue;
    const refused = refusalsOf(runner.rejections(), standing);
    if (refused !== null) refusals.push({ index, refused });
    if (computed.length > 0) copyComputed(wanted.compute(), computed, index);
    runner.stand?.();
    stands?.keep(index);
  }
  return {
    metrics,
    reasons,
    computed,
    refusals,
    failures,
    ...(sums !== null && { blockSums: sums }),
    ...(stands !== null && { standings: stands.kept() }),
  };
}

const NO_PARAMS: Params = {};
const NO_SUMS = new Float64Array();

function setBlocks({ starts, sum, sumOfSquares, offset }: BlockTarget, value: number): void {
  for (let at = offset; at < offset + starts.length - 1; at++) {
    sum[at] = value;
    sumOfSquares[at] = value;
  }
}

function startsOf(blocks: number | readonly number[], returns: number): ArrayLike<number> {
  if (typeof blocks !== "number") return blocks;
  return blocks > 0 ? steadyBlockStarts(returns, blocks) : [];
}

/** Not computed, until it is. */
function emptyColumn(id: ComputedMetricId, length: number): ComputedColumn {
  const reasons = new Uint8Array(length).fill(reasonCode("not_computed"));
  return { id, values: new Float64Array(length).fill(Number.NaN), reasons };
}

function copyComputed(measured: readonly Measured[], computed: readonly ComputedColumn[], index: number): void {
  for (const [position, { values, reasons }] of computed.entries()) {
    const { value, reason } = measured[position] ?? unmeasured("not_computed");
    values[index] = value ?? Number.NaN;
    reasons[index] = reason === null ? 0 : reasonCode(reason);
  }
}

/** An index loop: iterators cost as much here as the metrics themselves. So does one function for both kinds of columns. */
function copyValues(row: Float64Array, columns: readonly Float64Array[], index: number): void {
  for (let metric = 0; metric < columns.length; metric++) {
    const column = columns[metric];
    if (column !== undefined) column[index] = row[metric] ?? 0;
  }
}

function copyReasons(row: Uint8Array, columns: readonly Uint8Array[], index: number): void {
  for (let metric = 0; metric < columns.length; metric++) {
    const column = columns[metric];
    if (column !== undefined) column[index] = row[metric] ?? 0;
  }
}

function emptyBlockSums(cells: number, blocks: number): SweepBlockSums {
  return { cells, blocks, sum: new Float64Array(cells * blocks), sumOfSquares: new Float64Array(cells * blocks) };
}

function runCell(
  runner: CellRunner,
  cell: Params,
  row: MetricRow,
  explain: (thrown: unknown) => string,
): Omit<CellFailure, "index"> | null {
  const failure = tryCell(() => runner.trade(cell), explain);
  if (failure === null) runner.measure(row);
  else voidMetrics(row);
  return failure;
}

/** What it throws is the cell's failure. */
function tryCell(act: () => void, explain: (thrown: unknown) => string): Omit<CellFailure, "index"> | null {
  try {
    act();
    return null;
  } catch (thrown) {
    const isParam = thrown instanceof AppError && thrown.code === "PARAM_INVALID";
    return { code: isParam ? "PARAM_INVALID" : "STRATEGY_FAILED", message: explain(thrown) };
  }
}

function columns<T>(create: (length: number) => T, length: number): Record<SweepMetricId, T> {
  return Object.fromEntries(SWEEP_METRIC_IDS.map((id) => [id, create(length)])) as Record<SweepMetricId, T>;
}
