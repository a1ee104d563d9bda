import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import type { RunId } from "../../core/names/ids.ts";
import { runResults, type ResultsRequest } from "../../runs/query/run-results.ts";
import { type RunDetails, showRun } from "../../runs/query/show-run.ts";
import type { Database } from "../../store/transaction.ts";

/** What is said of a run that has ended. */
export interface RunSummary {
  readonly details: RunDetails;
  /** One per backtest, in the order of the DAG. */
  readonly rankings: readonly Ranking[];
  /** Some of the cells that failed. */
  readonly failures: readonly CellView[];
  /** Absolute path; null when the run has none. */
  readonly tearsheet: string | null;
}

export interface Ranking {
  readonly backtest: string;
  /** Parameters that differ from cell to cell. */
  readonly varying: readonly string[];
  /** Best first; failed ones are not among them. */
  readonly best: readonly CellView[];
  /** What is to be thought of the first of them; null when the backtest did not end well. */
  readonly judgement: SweepJudgement | null;
}

const MAX_FAILURES = 5;

export async function summarizeRun(database: Database, id: RunId, top: number): Promise<RunSummary> {
  const details = await showRun(database, id);
  const rankings: Ranking[] = [];
  const failures: CellView[] = [];
  for (const [index, { name, grid }] of details.spec.backtests.entries()) {
    const about = { backtest: name, isReversed: false } as const;
    const best = await cellsOf(database, details, { ...about, sort: null, limit: top });
    const varying = grid.axes.map((axis) => axis.name);
    const task = details.tasks.find(({ kind, specIndex }) => kind === "backtest" && specIndex === index);
    const judgement = task?.judgement ?? null;
    rankings.push({ backtest: name, varying, best: best.filter((cell) => cell.state !== "failed"), judgement });
    const limit = MAX_FAILURES - failures.length;
    failures.push(...(await cellsOf(database, details, { ...about, sort: "cell", state: "failed", limit })));
  }
  const sheet = details.artifacts.find((artifact) => artifact.name === "tearsheet.html");
  return { details, rankings, failures, tearsheet: sheet?.path ?? null };
}

async function cellsOf(
  database: Database,
  { run, spec }: RunDetails,
  request: ResultsRequest,
): Promise<readonly CellView[]> {
  const { pages } = await runResults(database, { id: run.id, spec }, request);
  const cells: CellView[] = [];
  for await (const page of pages) cells.push(...page);
  return cells;
}
