import { metricsOf } from "../../metrics-of.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import type {
  ArtifactWriter,
  CallbackContext,
  CallbackServices,
  CellView,
  DagView,
  DataAccess,
  PassedValues,
  ResultsQuery,
  RunView,
} from "../../../callbacks/callback-context.ts";
import type { Logger } from "../../../core/log.ts";
import type { CallbackSpec } from "../../../core/spec/callback-spec.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { readPassedValue, writePassedValue } from "../../../store/connection/passed-values.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import { listTasks } from "../../../store/run/tasks.ts";
import { listCells, streamCells } from "../../../store/sweep/read-cells.ts";
import { isComputedMetric } from "../../../engine/metrics/metric-catalogue.ts";
import { completeOrWarn } from "../../query/complete-or-warn.ts";
import { artifactPlace, createArtifactWriter } from "./artifact-writer.ts";
import { queueNotice } from "../../end/queue-notice.ts";
import { judgeTask } from "../../judge/judge-task.ts";
import { cellView, listSweepViews, pickSweep, type SweepView } from "../../query/cell-view.ts";
import { sweepTask } from "../sweep/sweep-tasks.ts";
import type { WorkDeps } from "../../work-deps.ts";
import { fetchData } from "./fetch-data.ts";
import { writeSeries } from "./series/write-series.ts";
import { tearsheetInput } from "./tearsheet-input.ts";

export interface ContextParts {
  readonly spec: DagSpec;
  readonly callback: CallbackSpec;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly deps: WorkDeps;
}

/** What a callback of a run may touch; everything is read when it is asked for. */
export function callbackContext(task: ClaimedTask, parts: ContextParts): CallbackContext {
  const { spec, callback, log, signal, deps } = parts;
  const run = { id: task.runId, spec };
  const sweeps = once(() => listSweepViews(deps.database, run));
  return {
    run: runView(task),
    dag: dagView(spec),
    options: callback.options,
    results: resultsQuery(sweeps, deps),
    values: passedValues(task, deps),
    data: dataAccess(task, parts),
    artifacts: artifacts(task, { deps, signal }),
    services: services(task, parts, sweeps),
    log,
    signal,
  };
}

function runView(task: ClaimedTask): RunView {
  return {
    id: task.runId,
    logicalDate: task.logicalDate,
    state: "running",
    cells: {
      total: task.cellsTotal,
      succeeded: task.cellsSucceeded,
      cached: task.cellsCached,
      failed: task.cellsFailed,
    },
  };
}

function dagView(spec: DagSpec): DagView {
  const backtests = spec.backtests.map(({ name, objective }) => ({ name, objective }));
  return { id: spec.id, description: spec.description, tags: spec.tags, backtests };
}

function resultsQuery(sweeps: () => Promise<readonly SweepView[]>, deps: WorkDeps): ResultsQuery {
  return {
    async best(limit, backtest, metrics = []) {
      const sweep = pickSweep(await sweeps(), backtest);
      const known = metricsOf(sweep.backtest);
      const unknown = metrics.find((id) => known.find(id) === undefined);
      if (unknown !== undefined) {
        throw new RangeError(`There is no metric "${unknown}". ${suggestName(unknown, known.ids)}`);
      }
      const rows = await listCells(deps.database, { taskId: sweep.taskId, order: sweep.bestFirst, limit });
      const complete = await completeOrWarn(rows, sweep, { ids: metrics.filter(isComputedMetric), deps });
      return complete.map((row) => cellView(sweep, row));
    },
    all: (backtest) => allCells(sweeps, backtest, deps),
    async statistics(backtest) {
      const sweep = pickSweep(await sweeps(), backtest);
      return judgeTask(sweep.taskId, sweep.backtest, deps);
    },
  };
}

async function* allCells(
  sweeps: () => Promise<readonly SweepView[]>,
  backtest: string | undefined,
  deps: WorkDeps,
): AsyncGenerator<CellView, void, undefined> {
  const sweep = pickSweep(await sweeps(), backtest);
  const query = { taskId: sweep.taskId, order: { by: "cell" }, limit: null } as const;
  for await (const page of streamCells(deps.database, query)) {
    for (const row of page) yield cellView(sweep, row);
  }
}

function passedValues(task: ClaimedTask, deps: WorkDeps): PassedValues {
  return {
    get: (name) => readPassedValue(deps.database, task.runId, name),
    async set(name, value) {
      const json = JSON.stringify(value) as string | undefined;
      if (json === undefined) throw new TypeError(`The value "${name}" has no JSON form`);
      await writePassedValue(deps.database, task.runId, { name, json });
    },
  };
}

function dataAccess(task: ClaimedTask, { spec, deps }: ContextParts): DataAccess {
  const open = async (backtest: string | undefined) => {
    const index = backtest === undefined ? 0 : spec.backtests.findIndex(({ name }) => name === backtest);
    const tasks = await listTasks(deps.database, task.runId);
    const found = sweepTask(tasks, index);
    if (found === undefined) throw new RangeError(`The run has no backtest "${backtest ?? ""}"`);
    return deps.sweeps.open(found.id);
  };
  return {
    bars: async (backtest) => (await open(backtest)).sweep.prepared.market?.bars ?? [],
    problems: async (backtest) => (await open(backtest)).sweep.prepared.market?.snapshot.warnings ?? [],
  };
}

function artifacts(task: ClaimedTask, parts: Pick<ContextParts, "deps" | "signal">): ArtifactWriter {
  return createArtifactWriter(artifactPlace(task, parts));
}

function services(
  task: ClaimedTask,
  { spec, log, signal, deps }: ContextParts,
  sweeps: () => Promise<readonly SweepView[]>,
): CallbackServices {
  return {
    writeSeries: async (options) => writeSeries({ task, spec, sweeps: await sweeps(), log, signal }, options, deps),
    async renderTearsheet(backtest) {
      const all = await sweeps();
      const shown = pickSweep(all, backtest);
      return deps.renderTearsheet(await tearsheetInput({ task, spec, sweeps: all, shown }, deps));
    },
    updateData: fetchData(task, { spec, log, signal }, deps),
    notify: (notice) => queueNotice(notice, { task, spec }, deps),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
