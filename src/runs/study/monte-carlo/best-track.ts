import { AppError } from "../../../core/errors/app-error.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import { barsPerYear } from "../../../core/time/bars-per-year.ts";
import type { BacktestSettings } from "../../../engine/settings.ts";
import { readCellOrigin } from "../../../store/sweep/cell-origin.ts";
import { marketOf } from "../../market/market-of.ts";
import type { RunDeps } from "../../run-deps.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { pickExecutor } from "../../sweep/pick-executor.ts";
import { type BestCell, bestCell } from "../best-cell.ts";
import type { Track } from "./monte-carlo-setup.ts";

/** The account of the best cell, and what its ratios are measured by. */
export interface BestTrack {
  readonly best: BestCell;
  readonly track: Track;
  readonly settings: BacktestSettings;
}

/**
 * Traded again by the engine, or read from the files that a program has left of it, day by day. Null when no cell succeeded.
 *
 * @throws AppError BARS_NOT_KNOWN where there are neither bars nor files
 */
export async function bestTrack(
  sweep: Sweep,
  backtestTask: TaskId,
  deps: Pick<RunDeps, "database" | "strategies" | "executors">,
): Promise<BestTrack | null> {
  const { backtest } = sweep;
  const best = await bestCell(sweep, backtestTask, deps.database);
  if (best === null) return null;
  const { seriesOf, filesOf } = pickExecutor(backtest, deps.executors);
  if (seriesOf === undefined) {
    const { setup, settings } = marketOf(sweep);
    return { best, track: await deps.strategies.runCell(setup, best.params), settings };
  }
  const origin = await readCellOrigin(deps.database, backtestTask, best.cell);
  const track = origin === null ? null : await seriesOf(backtest, origin.runId, origin.cell);
  if (track === null) {
    const folder = origin === null ? undefined : filesOf?.(backtest, origin.runId, origin.cell);
    throw daysNotKnown(backtest.name, best.cell, folder);
  }
  const year = backtest.settings.barsPerYear ?? barsPerYear(track);
  return { best, track, settings: { ...backtest.settings, barsPerYear: year } };
}

/** @param folder where the files of the cell would be; undefined where nobody knows */
function daysNotKnown(backtest: string, cell: number, folder: string | undefined): AppError {
  const where = folder === undefined ? "" : ` in ${folder}`;
  const text = `The days of cell ${cell} of ${backtest} are not known: there is no usable pnl.csv of it${where}`;
  return new AppError("BARS_NOT_KNOWN", text, {
    hint: `Let the program write pnl.csv, or leave monte_carlo out; \`nightgrid check outputs ${folder ?? "<folder>"}\` says what is wrong with it. If its files were removed, \`nightgrid clear <run> ${backtest} --downstream --recompute\` makes them anew.`,
  });
}
