import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readResultInputs } from "../../store/inputs/result-inputs.ts";
import type { Database } from "../../store/connection/transaction.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { compareInputs, type InputsComparison, type MadeOf } from "../inputs/compare-inputs.ts";
import { lineChanges } from "../inputs/file-changes.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { type Difference, differencesBetween } from "../query/compare/differences.ts";
import { listSweepViews, type SweepView } from "../query/cell-view.ts";
import { type RunDetails, showRun } from "../query/show-run.ts";
import type { RunDeps } from "../run-deps.ts";
import { type DiffOptions, diffResults, type ResultsDiff } from "./diff-results.ts";
import { diffTrades, type NoTrades, type PastCell, type TradesDiff } from "./diff-trades.ts";

/** What changed from one run to another one, and what that did to their results. */
export interface RunsDiff {
  readonly before: RunRow;
  readonly after: RunRow;
  /** Lines of the DAG's text that only one of them has. */
  readonly text: { readonly linesAdded: number | null; readonly linesRemoved: number | null };
  /** Values of the DAG that are not the same, what was merged into it included; of backtests below `backtests.<name>`. */
  readonly spec: readonly Difference[];
  /** Of backtests that both have, in the order of the later one. */
  readonly backtests: readonly BacktestDiff[];
  /** Names of backtests that only one of them has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Whether every cell of both has the same results, and no cell is in one of them alone. */
  readonly isSame: boolean;
}

export interface BacktestDiff {
  readonly name: string;
  readonly inputs: InputsComparison;
  readonly results: ResultsDiff;
  /** Of one cell, which is computed again for it; null when it was not asked for, or there is none in common. */
  readonly trades: { readonly cell: number; readonly found: TradesDiff | NoTrades } | null;
}

export interface DiffRequest extends DiffOptions {
  /** Null for all backtests. */
  readonly backtest: string | null;
  /** A cell of the later run whose trades are compared; null for its best one, absent for none. */
  readonly trades?: number | null;
}

/** More are not matched: it would take minutes and gigabytes. */
export const MOST_CELLS = 2_000_000;

/** @throws AppError RUN_NOT_FOUND, DAG_VERSION_UNREADABLE, GRID_TOO_LARGE, USAGE when there is no such backtest, CELL_NOT_FOUND */
export async function diffRuns(
  [first, second]: readonly [RunId, RunId],
  request: DiffRequest,
  deps: RunDeps,
): Promise<RunsDiff> {
  const { database } = deps;
  const [before, after] = await Promise.all([openRun(first, database), openRun(second, database)]);
  const wanted = namedIn([before, after], request.backtest);
  const inBoth = after.views.flatMap((view) => {
    const old = before.views.find(({ backtest }) => backtest.name === view.backtest.name);
    return old === undefined || !wanted(view) ? [] : [{ old, view }];
  });
  const backtests: BacktestDiff[] = [];
  for (const { old, view } of inBoth) {
    refuseTooLarge([old, view]);
    const results = await diffResults(old, view, database, request);
    const pair = { before, after, old, view };
    const inputs = await inputsOfPair(pair, deps);
    const { trades: wanted } = request;
    const trades = wanted === undefined ? null : await tradesOfPair(pair, { wanted, best: results.best }, deps);
    backtests.push({ name: view.backtest.name, inputs, results, trades });
  }
  const added = namesIn(after.views.filter(wanted), before.views);
  const removed = namesIn(before.views.filter(wanted), after.views);
  const isSame = added.length + removed.length === 0 && backtests.every(({ results }) => isUnchanged(results));
  return {
    before: before.run,
    after: after.run,
    text: lineChanges(before.yaml, after.yaml),
    spec: differencesBetween([documentOf(before.spec), documentOf(after.spec)]),
    backtests,
    added,
    removed,
    isSame,
  };
}

function isUnchanged({ added, removed, changed, failedNow, failedBefore }: ResultsDiff): boolean {
  return added + removed + changed + failedNow + failedBefore === 0;
}

export interface OpenedRun extends RunDetails {
  readonly views: readonly SweepView[];
}

export async function openRun(id: RunId, database: Database): Promise<OpenedRun> {
  const details = await showRun(database, id);
  return { ...details, views: await listSweepViews(database, { id, spec: details.spec }) };
}

function namedIn(runs: readonly OpenedRun[], name: string | null): (view: SweepView) => boolean {
  const known = new Set(runs.flatMap(({ views }) => views.map(({ backtest }) => backtest.name)));
  if (name !== null && !known.has(name)) {
    throw new AppError("USAGE", `Neither run has a backtest "${name}"; they have: ${[...known].join(", ")}`);
  }
  return ({ backtest }) => name === null || backtest.name === name;
}

function namesIn(some: readonly SweepView[], others: readonly SweepView[]): readonly string[] {
  const known = new Set(others.map(({ backtest }) => backtest.name));
  return some.map(({ backtest }) => backtest.name).filter((name) => !known.has(name));
}

function refuseTooLarge(views: readonly SweepView[]): void {
  const large = views.find(({ grid }) => grid.count > MOST_CELLS);
  if (large === undefined) return;
  const text = `${large.backtest.name} has ${large.grid.count.toLocaleString("en-US")} cells; up to ${MOST_CELLS.toLocaleString("en-US")} can be compared`;
  throw new AppError("GRID_TOO_LARGE", text, {
    hint: "Compare single cells on the page of the run, or export both with `results --csv`.",
  });
}

export function taskOf(
  { tasks, spec }: Pick<OpenedRun, "tasks" | "spec">,
  { backtest }: SweepView,
): TaskRow | undefined {
  return sweepTask(
    tasks,
    spec.backtests.findIndex(({ name }) => name === backtest.name),
  );
}

interface Pair {
  readonly before: OpenedRun;
  readonly after: OpenedRun;
  readonly old: SweepView;
  readonly view: SweepView;
}

async function inputsOfPair({ before, after, old, view }: Pair, deps: RunDeps): Promise<InputsComparison> {
  const madeOf = async (task: TaskRow | undefined): Promise<MadeOf> => ({
    inputs: task?.base ? await readResultInputs(deps.database, task.base) : null,
    datasetVersionId: task?.datasetVersionId ?? null,
  });
  return compareInputs({ before: await madeOf(taskOf(before, old)), after: await madeOf(taskOf(after, view)) }, deps);
}

/** @throws AppError CELL_NOT_FOUND for one that the earlier run does not have */
async function tradesOfPair(
  { before, after, old, view }: Pair,
  { wanted, best }: { readonly wanted: number | null; readonly best: ResultsDiff["best"] },
  deps: RunDeps,
): Promise<BacktestDiff["trades"]> {
  const now = wanted ?? best?.after.cellAfter ?? null;
  if (now === null) return null;
  const was = now < view.grid.count ? old.grid.indexOf(view.grid.cellAt(now)) : null;
  if (was === null) {
    throw new AppError("CELL_NOT_FOUND", `Cell ${now} of ${view.backtest.name} is not in both runs`, {
      hint: "Cells are counted as `results` of the later run numbers them.",
    });
  }
  const found = await diffTrades(pastCell(before, old, was), pastCell(after, view, now), deps);
  return { cell: now, found };
}

function pastCell({ run, spec }: OpenedRun, { backtest }: SweepView, cell: number): PastCell {
  return { run: { id: run.id, spec }, backtest: backtest.name, cell };
}

/** With backtests by their names. */
function documentOf({ backtests, ...rest }: DagSpec): unknown {
  return { ...rest, backtests: Object.fromEntries(backtests.map((backtest) => [backtest.name, backtest])) };
}
