import { ENGINE_VERSION } from "../../../engine/backtest.ts";
import { type DagSpec, isEngineSpec, minTradesOf } from "../../../factory/dag-spec.ts";
import { strategyName } from "../../../factory/strategy-name.ts";
import type { BacktestSummary, RankedCell, TearsheetInput } from "../../../report/tearsheet-input.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import { listCells } from "../../../store/sweep/read-cells.ts";
import { marketOf } from "../../market/market-of.ts";
import { judgeTask } from "../../judge/judge-task.ts";
import type { SweepView } from "../../query/cell-view.ts";
import { backtestNotes } from "../../query/run-notes.ts";
import type { WorkDeps } from "../../work-deps.ts";
import { runBenchmark } from "../../../engine/run-benchmark.ts";

const MAX_RANKED = 20_000;

/**
 * Gathers all that a tearsheet shows. The best cell was stored with its metrics only: its curves and
 * trades are computed again here, from the same snapshot and code.
 */
export async function tearsheetInput(
  of: {
    readonly task: ClaimedTask;
    readonly spec: DagSpec;
    /** All backtests of the run. */
    readonly sweeps: readonly SweepView[];
    readonly shown: SweepView;
  },
  deps: WorkDeps,
): Promise<TearsheetInput> {
  const { task, spec, sweeps, shown: view } = of;
  const { sweep } = await deps.sweeps.open(view.taskId);
  const market = marketOf(sweep);
  const ranked = await rankedCells(view, deps, MAX_RANKED);
  const first = ranked[0];
  const judgement = await judgeTask(view.taskId, view.backtest, deps);
  const strategy = await deps.strategies.describe(market.setup.strategy);
  const best = first === undefined ? null : await deps.strategies.runCell(market.setup, first.params);
  return {
    run: {
      id: task.runId,
      dag: spec.id,
      description: spec.description,
      logicalDate: task.logicalDate,
      finishedAt: deps.clock.now(),
    },
    identity: {
      yamlHash: task.dagHash,
      snapshot: market.snapshot.id,
      codeHash: sweep.prepared.codeHash,
      engineVersion: ENGINE_VERSION,
      seed: market.settings.seed,
    },
    backtest: {
      name: sweep.backtest.name,
      strategy: strategy.name,
      symbols: market.bars.map((bars) => bars.symbol),
      timeframe: market.snapshot.timeframe,
      objective: sweep.backtest.objective,
      minTrades: minTradesOf(sweep.backtest),
      settings: market.settings,
    },
    notes: isEngineSpec(sweep.backtest)
      ? backtestNotes(sweep.backtest, market, { logicalDate: task.logicalDate, data: deps.data })
      : [],
    best,
    benchmark: runBenchmark(market),
    cells: view.cells,
    axes: sweep.backtest.grid.axes.map((axis) => axis.name),
    ranked,
    ...(judgement === null ? {} : { judgement }),
    backtests: await Promise.all(sweeps.map((sweep) => summaryOf(sweep, deps))),
  };
}

async function summaryOf(view: SweepView, deps: WorkDeps): Promise<BacktestSummary> {
  const { backtest, cells } = view;
  const [best] = await rankedCells(view, deps, 1);
  return { name: backtest.name, strategy: strategyName(backtest.strategy), cells: cells.total, best: best ?? null };
}

async function rankedCells(view: SweepView, deps: WorkDeps, limit: number): Promise<readonly RankedCell[]> {
  const query = { taskId: view.taskId, order: view.bestFirst, limit };
  const rows = await listCells(deps.database, query);
  return rows.flatMap(({ cell, result }) =>
    result === null ? [] : [{ cell, params: view.grid.cellAt(cell), metrics: result.metrics, reasons: result.reasons }],
  );
}
