import { AppError } from "../../../core/errors/app-error.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { readCellsAt, type CellRow } from "../../../store/sweep/read-cells.ts";
import type { RunDeps } from "../../run-deps.ts";
import { type OpenedSweep, openSweepView, type SweepReader } from "../sweep/sweep-reader.ts";
import { type CellRef, parseCellRefs } from "./cell-refs.ts";
import { type ComparedCurves, comparedCurves } from "./compared-series.ts";
import { type Difference, differencesBetween } from "./differences.ts";

export interface ComparedCell {
  readonly ref: CellRef;
  readonly sweep: OpenedSweep;
  readonly row: CellRow;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** Cells of any runs beside each other. */
export interface Comparison {
  readonly cells: readonly ComparedCell[];
  readonly differences: readonly Difference[];
  /** That at least one of them is stored with, in the order of tables. */
  readonly metrics: readonly MetricInfo[];
  /** Null when none were asked for. */
  readonly curves: ComparedCurves | null;
}

/**
 * @param request.refs `run:backtest:cell`, up to twenty
 * @param request.series computes the equity of each again: as long as that takes
 * @throws AppError USAGE, RUN_NOT_FOUND, CELL_NOT_FOUND for one that is not done
 */
export async function compareCells(
  reader: SweepReader,
  { refs, series }: { readonly refs: readonly string[]; readonly series: boolean },
  deps: RunDeps,
): Promise<Comparison> {
  const cells: ComparedCell[] = [];
  for (const ref of parseCellRefs(refs)) cells.push(await comparedCell(reader, ref));
  const metrics = new Map(
    cells.flatMap(({ sweep }) => sweep.metrics.all.map((metric) => [metric.id, metric] as const)),
  );
  return {
    cells,
    differences: differencesBetween(cells.map(documentOf)),
    metrics: [...metrics.values()],
    curves: series
      ? await comparedCurves(
          cells.map(({ ref, sweep }) => ({ ref, spec: sweep.spec })),
          deps,
        )
      : null,
  };
}

async function comparedCell(reader: SweepReader, ref: CellRef): Promise<ComparedCell> {
  const sweep = await openSweepView(reader, ref);
  const { view } = sweep;
  const [row] = ref.cell < view.grid.count ? await readCellsAt(reader.database, view.taskId, [ref.cell]) : [];
  if (row === undefined) {
    throw new AppError("CELL_NOT_FOUND", `There is no cell ${ref.text}, or it is not done`, {
      hint: `The cells of ${view.backtest.name} are 0…${view.grid.count - 1}.`,
    });
  }
  return { ref, sweep, row, params: view.grid.cellAt(ref.cell) };
}

/** All that its result depends on, and that tells it from others. */
function documentOf({ sweep, params }: ComparedCell): unknown {
  const { run, task, view } = sweep;
  return {
    params,
    spec: settingsOf(view.backtest),
    snapshot: task.snapshotId,
    code: task.codeHash,
    base: task.base?.toString("hex") ?? null,
    dag: run.dagId,
    logical_date: run.logicalDate.toISOString(),
  };
}

/** Without what says which cells there are, and when and where they are computed. */
function settingsOf({ strategy, data, window, settings, sampling, objective, minTrades = 0, executor }: BacktestSpec) {
  return { strategy, data, window, settings, sampling, objective, minTrades, executor: executor ?? null };
}
