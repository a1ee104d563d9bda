import { ENGINE_VERSION } from "../../../engine/backtest.ts";
import { type BacktestSpec, type DagSpec, minTradesOf } from "../../../factory/dag-spec.ts";
import { strategyName } from "../../../factory/strategy-name.ts";
import type { BacktestSummary, RankedCell, TearsheetInput } from "../../../report/tearsheet-input.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import { readVersions } from "../../../store/datasets/dataset-versions.ts";
import { nameOf } from "../../versions/compare-versions.ts";
import { listTasks } from "../../../store/run/tasks.ts";
import { listCells } from "../../../store/sweep/read-cells.ts";
import { judgeTask } from "../../judge/judge-task.ts";
import type { SweepView } from "../../query/cell-view.ts";
import { studyResults } from "../../study/study-results.ts";
import { sheetSource } from "./sheet-source.ts";
import type { WorkDeps } from "../../work-deps.ts";

const MAX_RANKED = 20_000;

/**
 * Gathers all that a tearsheet shows. The best cell was stored with its metrics only: its curves and trades come from where
 * its kind of backtest has them.
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
  const opened = await deps.sweeps.open(view.taskId);
  const { sweep } = opened;
  const source = await sheetSource(opened, task.logicalDate, deps);
  const ranked = await rankedCells(view, deps, MAX_RANKED);
  const first = ranked[0];
  const best = first === undefined ? null : await source.read(first);
  const settings = source.settingsOf(best);
  const [version] = await readVersions(deps.database, opened.versionId === null ? [] : [opened.versionId]);
  const specIndex = spec.backtests.findIndex(({ name }) => name === view.backtest.name);
  const { walkForward, cpcv, monteCarlo, sensitivity, regression } = studyResults(
    await listTasks(deps.database, task.runId),
    specIndex,
  );
  const judgement = await judgeTask(view.taskId, view.backtest, deps);
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
      snapshot: source.snapshot,
      version: version === undefined ? null : nameOf(version),
      codeHash: sweep.prepared.codeHash,
      engineVersion: ENGINE_VERSION,
      seed: settings.seed,
    },
    backtest: {
      name: sweep.backtest.name,
      strategy: source.strategy,
      symbols: source.symbols,
      timeframe: source.timeframe,
      objective: sweep.backtest.objective,
      minTrades: minTradesOf(sweep.backtest),
      settings,
    },
    notes: source.notes,
    best,
    benchmark: source.benchmark,
    cells: { ...view.cells, extended: view.extended },
    axes: sweep.backtest.grid.axes.map((axis) => axis.name),
    ...searchOf(sweep.backtest),
    ranked,
    ...(judgement === null ? {} : { judgement }),
    ...(walkForward === null ? {} : { walkForward }),
    ...(cpcv === null ? {} : { cpcv }),
    ...(monteCarlo === null ? {} : { monteCarlo }),
    ...(sensitivity === null ? {} : { sensitivity }),
    ...(regression === null ? {} : { regression }),
    backtests: await Promise.all(sweeps.map((sweep) => summaryOf(sweep, deps))),
  };
}

function searchOf({ search, grid }: BacktestSpec): Pick<TearsheetInput, "search"> {
  const method = search?.method ?? grid.draw?.method;
  return method === undefined ? {} : { search: method };
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
