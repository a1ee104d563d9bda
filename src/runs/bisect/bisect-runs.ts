import { languageOf } from "../../core/spec/code-language.ts";
import path from "node:path";
import { EXACT } from "../../analytics/regression/compare-columns.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import { hashValue } from "../../core/values/hash.ts";
import { HEADLINE_METRIC_IDS, SWEEP_METRIC_IDS, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import { readResultInputs, type ResultInputs } from "../../store/inputs/result-inputs.ts";
import { type CellRow, listCells, readCellsAt } from "../../store/sweep/read-cells.ts";
import { openRun, type OpenedRun, taskOf } from "../diff/diff-runs.ts";
import { compareInputs } from "../inputs/compare-inputs.ts";
import { inputsLines } from "../inputs/describe-inputs.ts";
import { pythonPlace, restoreCode } from "../inputs/restore-code.ts";
import { marketOf } from "../market/market-of.ts";
import { namedSweep, type SweepView } from "../query/cell-view.ts";
import type { RunDeps } from "../run-deps.ts";
import { momentOf } from "../sweep/open-task.ts";
import { openSweep } from "../sweep/open-sweep.ts";
import { openPastInputs, type PastInputs } from "../trace/past-inputs.ts";
import {
  type CellInputs,
  changedBetween,
  type StoredValues,
  substituted,
  type Trace,
  traceInputs,
  type TracedInput,
} from "../trace/trace-inputs.ts";
import { type CommitSearch, findCommit } from "./find-commit.ts";

/** Which input made a cell of one run another one in a later run. */
export interface Bisection {
  readonly backtest: string;
  readonly params: { readonly before: Params; readonly after: Params };
  /** By which steps are told: the objective where every cell has it. */
  readonly metric: SweepMetricId;
  /** As the earlier run stored them. */
  readonly stored: StoredValues;
  readonly steps: Trace["steps"];
  readonly random: boolean;
  /** Inputs that moved the cell, in the order of the steps. */
  readonly culprits: readonly TracedInput[];
  /** What of the inputs is not the same, a line each. */
  readonly inputs: readonly string[];
  /** Null unless the code moved it. */
  readonly commit: CommitSearch | null;
}

export interface BisectRequest {
  readonly dag: string;
  /** Null for the first of the DAG. */
  readonly backtest: string | null;
  /** Of the later run; null for its best. */
  readonly cell: number | null;
}

interface Side {
  readonly past: PastInputs;
  readonly params: Params;
  readonly metrics: StoredValues;
}

/** @throws AppError RUN_NOT_FOUND, USAGE for runs of another DAG, CELL_NOT_FOUND, RUN_INPUT_CHANGED, BARS_NOT_KNOWN */
export async function bisectRuns(
  [first, second]: readonly [RunId, RunId],
  { dag, backtest, cell }: BisectRequest,
  deps: RunDeps,
): Promise<Bisection> {
  const [good, bad] = [await openRun(first, deps.database), await openRun(second, deps.database)];
  for (const { run } of [good, bad]) {
    if (run.dagId === dag) continue;
    throw new AppError("USAGE", `The run ${run.id} is one of the DAG "${run.dagId}", not of "${dag}"`);
  }
  const view = namedSweep(bad.views, backtest);
  const after = await openSide(view, await chosenCell(view, cell, deps), deps);
  const old = namedSweep(good.views, view.backtest.name);
  const same = old.grid.indexOf(after.params);
  const before = await openSide(old, await chosenCell(old, same, deps), deps);
  const sides = [inputsOf(before), inputsOf(after)] as const;
  const { steps, random } = await traceInputs(sides, { stored: before.metrics }, deps);
  const culprits = steps.filter(({ moved }) => moved).map(({ input }) => input);
  const made = [await madeOf(good, old, deps), await madeOf(bad, view, deps)] as const;
  const found = await compareInputs({ before: made[0], after: made[1] }, deps);
  const { objective } = view.backtest;
  const isMoved = culprits.includes("code") && !random;
  return {
    backtest: view.backtest.name,
    params: { before: before.params, after: after.params },
    metric: SWEEP_METRIC_IDS.find((id) => id === objective) ?? HEADLINE_METRIC_IDS[0],
    stored: before.metrics,
    steps,
    random,
    culprits,
    inputs: inputsLines(found),
    commit: isMoved ? await commitOf({ sides, steps, view, made }, deps) : null,
  };
}

async function chosenCell(view: SweepView, cell: number | null, { database }: RunDeps): Promise<CellRow> {
  const { taskId, bestFirst: order, backtest } = view;
  const [row] =
    cell === null
      ? await listCells(database, { taskId, order, limit: 1 })
      : await readCellsAt(database, taskId, cell < view.grid.count ? [cell] : []);
  if (row !== undefined && row.result !== null) return row;
  throw new AppError("CELL_NOT_FOUND", `${backtest.name} has no result${cell === null ? "" : ` of cell ${cell}`}`, {
    hint: "`nightgrid results` lists the cells of a run.",
  });
}

async function openSide({ taskId, grid }: SweepView, { cell, result }: CellRow, deps: RunDeps): Promise<Side> {
  if (result === null) throw new RangeError("A cell with a result was chosen");
  return { past: await openPastInputs(taskId, deps), params: grid.cellAt(cell), metrics: result.metrics };
}

function inputsOf({ past, params }: Side): CellInputs {
  return { backtest: past.sweep.backtest, moment: momentOf(past), params };
}

async function madeOf(run: OpenedRun, view: SweepView, { database }: RunDeps) {
  const task = taskOf(run, view);
  const inputs = task?.base ? await readResultInputs(database, task.base) : null;
  return { inputs, datasetVersionId: task?.datasetVersionId ?? null };
}

interface CodeQuestion {
  readonly sides: readonly [CellInputs, CellInputs];
  readonly steps: Trace["steps"];
  readonly view: SweepView;
  readonly made: readonly [{ readonly inputs: ResultInputs | null }, { readonly inputs: ResultInputs | null }];
}

async function commitOf({ sides: [before, after], steps, view, made }: CodeQuestion, deps: RunDeps) {
  const { strategy } = view.backtest;
  const [old, now] = made.map(({ inputs }) => inputs?.files ?? null);
  const expected = steps.find(({ input }) => input === "dates")?.metrics;
  const { codeFolder } = deps;
  if (strategy.kind !== "module" || !old || !now || expected === undefined || codeFolder === undefined) return null;
  const python = languageOf(strategy.path) === "python" ? pythonPlace(strategy.path) : null;
  const inputs = substituted(substituted(before, after, "data"), after, "dates");
  return findCommit({
    folder: path.dirname(strategy.path),
    before: old,
    after: now,
    async isGood(code) {
      const file = await restoreCode(codeFolder, { name: nameOf(code), files: code, python });
      if (file === null) throw new AppError("FILE_NOT_FOUND", "The commit has no such strategy");
      const backtest = { ...inputs.backtest, strategy: { ...strategy, path: file } };
      const sweep = await openSweep(backtest, inputs.moment, deps);
      const { metrics } = await deps.strategies.runCell(marketOf(sweep).setup, inputs.params);
      return changedBetween(expected, metrics, () => EXACT).length === 0;
    },
  });
}

function nameOf(code: readonly CodeFile[]): string {
  return hashValue(code.map(({ path: place, hash }) => [place, hash]));
}
