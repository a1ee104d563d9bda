import { riskFreeRateOf } from "../../engine/risk-free-rate.ts";
import { rankingEnd } from "../../core/metrics/metric-set.ts";
import { objectiveOf } from "../metrics-of.ts";
import type { SweepJudgement, SweepToJudge } from "../../analytics/overfitting/judge-sweep.ts";
import { sharpeOfSums, type SummedReturns } from "../../analytics/overfitting/sharpe-of-sums.ts";
import { messageOf } from "../../core/errors/app-error.ts";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import { ratePerPeriod } from "../../core/metrics/growth.ts";
import type { TaskId } from "../../core/names/ids.ts";
import type { Bars } from "../../engine/bars.ts";
import { samplingOf } from "../../engine/metrics/sampling.ts";
import { alignBars } from "../../engine/panel/panel.ts";
import { profileOf } from "../../engine/profiles/registry.ts";
import { judgeOffLoop } from "../../executors/judge/judge-off-loop.ts";
import { type BacktestSpec, minTradesOf } from "../../factory/dag-spec.ts";
import { keepJudgement, readTask, type TaskRow } from "../../store/run/tasks.ts";
import { listCells } from "../../store/sweep/read-cells.ts";
import { type CellFigures, readCellFigures } from "../../store/sweep/cell-figures.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import type { Market } from "../market/market.ts";
import type { WorkDeps } from "../work-deps.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import { summedStride } from "../../analytics/overfitting/summed-stride.ts";
import { bestFirstBy } from "../query/cell-view.ts";
import { axisPositions } from "./axis-positions.ts";
import { countTrials } from "./count-trials.ts";

type JudgeDeps = Pick<WorkDeps, "database" | "sweeps" | "logs">;

/**
 * What is to be thought of "best of N" in a backtest that has ended well; null while it has not, when its data or
 * code cannot be opened any more, and when its bars are not known. Whoever asks first judges the sweep, once and for all: later trials on the same
 * data do not change what was told.
 */
export async function judgeTask(
  taskId: TaskId,
  backtest: BacktestSpec,
  deps: JudgeDeps,
): Promise<SweepJudgement | null> {
  const task = await readTask(deps.database, taskId);
  if (task === null || task.judgement !== null || task.state !== "succeeded") return task?.judgement ?? null;
  try {
    const [trials, { sweep }] = await Promise.all([
      countTrials(task, backtest, deps.database),
      deps.sweeps.open(taskId),
    ]);
    const { market } = sweep.prepared;
    if (market === null) return null;
    const judgement = await judgeOffLoop({ ...(await figuresOf(task, { sweep, market }, deps)), trials });
    return await keepJudgement(deps.database, taskId, judgement);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.logs.ofTask(task.runId, taskId).warn(`The sweep could not be judged: ${messageOf(error)}`);
    return null;
  }
}

async function figuresOf(
  task: TaskRow,
  { sweep, market }: { readonly sweep: Sweep; readonly market: Market },
  { database }: Pick<JudgeDeps, "database">,
): Promise<Omit<SweepToJudge, "trials">> {
  const { grid } = sweep.backtest;
  const objective = objectiveOf(sweep.backtest);
  const minTrades = minTradesOf(sweep.backtest);
  const cells = task.cellsTotal;
  const asked = { cells, blocks: SWEEP_BLOCKS, stride: summedStride(cells), objective, minTrades };
  const figures = await readCellFigures(database, { taskId: task.id, ...asked });
  const better = rankingEnd(objective);
  const [first] = await listCells(database, { taskId: task.id, order: bestFirstBy(sweep.backtest), limit: 1 });
  const best = first?.cell ?? 0;
  const places = await axisPositions(sweep.grid, grid.axes);
  const { count, perYear } = samplingOf(timeLineOf(market.bars), market.settings);
  const riskFreePerBar = ratePerPeriod(riskFreeRateOf(market.settings), perYear);
  const { sharpe } = profileOf(market.settings.execution.profile).conventions;
  return {
    sharpe:
      sharpe === "arithmetic" ? figures.sharpe : arithmeticSharpes(figures, { bars: count, perYear, riskFreePerBar }),
    best,
    skew: first?.result?.metrics.skew ?? null,
    kurtosis: first?.result?.metrics.kurtosis ?? null,
    bars: count,
    barsPerYear: perYear,
    riskFreePerBar,
    ...(figures.blockSums === null ? {} : { blockSums: figures.blockSums }),
    plateau: { cell: best, values: figures.objective, better, ...places },
  };
}

/** Several symbols are traded on the union of their times. */
function timeLineOf(bars: readonly Bars[]): Float64Array {
  const [first] = bars;
  return first === undefined || bars.length > 1 ? alignBars(bars).time : first.time;
}

/** A year, of every cell; NaN for all when the returns were not summed. */
function arithmeticSharpes({ sharpe, blockSums, summed }: CellFigures, returns: SummedReturns): Float64Array {
  const annual = new Float64Array(sharpe.length).fill(Number.NaN);
  if (blockSums === null) return annual;
  const ratios = sharpeOfSums(blockSums, returns);
  for (const [row, cell] of summed.entries()) annual[cell] = ratios[row] ?? Number.NaN;
  return annual;
}
