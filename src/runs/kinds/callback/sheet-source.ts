import type { BacktestResult } from "../../../engine/backtest.ts";
import { runBenchmark } from "../../../engine/run-benchmark.ts";
import type { BacktestSettings } from "../../../engine/settings.ts";
import { barsPerYear } from "../../../core/time/bars-per-year.ts";
import { TRADING_DAYS } from "../../../core/time/calendar-year.ts";
import { type BacktestSpec, isEngineSpec } from "../../../factory/dag-spec.ts";
import { strategyName } from "../../../factory/strategy-name.ts";
import type { RankedCell, TearsheetInput } from "../../../report/tearsheet-input.ts";
import { readCellOrigin } from "../../../store/sweep/cell-origin.ts";
import type { Market } from "../../market/market.ts";
import { marketOf } from "../../market/market-of.ts";
import { backtestNotes } from "../../query/run-notes.ts";
import type { OpenTask } from "../../sweep/open-task.ts";
import { pickExecutor } from "../../sweep/pick-executor.ts";
import type { SweepExecutor } from "../../run-deps.ts";
import type { WorkDeps } from "../../work-deps.ts";

/** What of a tearsheet depends on where the curves and the trades of a cell come from. */
export interface SheetSource {
  readonly strategy: string;
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** @param best the cell in full */
  settingsOf(best: BacktestResult | null): BacktestSettings;
  readonly snapshot: string | null;
  readonly notes: NonNullable<TearsheetInput["notes"]>;
  readonly benchmark: BacktestResult | null;
  /** The cell in full. */
  read(cell: RankedCell): Promise<BacktestResult | null>;
}

/** @throws AppError BARS_NOT_KNOWN where there are neither bars nor files */
export function sheetSource(task: OpenTask, logicalDate: Date, deps: WorkDeps): Promise<SheetSource> {
  const { backtest } = task.sweep;
  const { seriesOf } = pickExecutor(backtest, deps.executors);
  return seriesOf === undefined
    ? marketSource(backtest, { market: marketOf(task.sweep), logicalDate }, deps)
    : Promise.resolve(fileSource(task, { ...deps, seriesOf }));
}

/** Computed again, from the same snapshot and code: results keep metrics only. */
async function marketSource(
  backtest: BacktestSpec,
  { market, logicalDate }: { readonly market: Market; readonly logicalDate: Date },
  deps: WorkDeps,
): Promise<SheetSource> {
  const { setup, snapshot, bars, settings } = market;
  const { name } = await deps.strategies.describe(setup.strategy);
  return {
    strategy: name,
    symbols: bars.map(({ symbol }) => symbol),
    timeframe: snapshot.timeframe,
    settingsOf: () => settings,
    snapshot: snapshot.id,
    notes: isEngineSpec(backtest) ? backtestNotes(backtest, market, { logicalDate, data: deps.data }) : [],
    benchmark: runBenchmark(market),
    read: ({ params }) => deps.strategies.runCell(setup, params),
  };
}

/** Read from the files that the cell has left. */
function fileSource(
  { sweep, taskId }: OpenTask,
  { database, seriesOf }: Pick<WorkDeps, "database"> & { readonly seriesOf: NonNullable<SweepExecutor["seriesOf"]> },
): SheetSource {
  const { backtest } = sweep;
  return {
    strategy: strategyName(backtest.strategy),
    symbols: [],
    timeframe: "1d",
    settingsOf: (best) => ({
      ...backtest.settings,
      barsPerYear: backtest.settings.barsPerYear ?? (best === null ? TRADING_DAYS : barsPerYear(best)),
    }),
    snapshot: null,
    notes: [],
    benchmark: null,
    async read({ cell, params, metrics, reasons }) {
      const origin = await readCellOrigin(database, taskId, cell);
      const series = origin === null ? null : await seriesOf(backtest, origin.runId, origin.cell);
      return series ? { ...series, params, metrics, reasons } : null;
    },
  };
}
