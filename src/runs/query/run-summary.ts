import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import type { Note } from "../../core/notes/note.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { ComputeDeps } from "./computed-metrics.ts";
import { type RarelyTraded, type ResultsRequest, runResults } from "./run-results.ts";
import { pinnedNotes } from "./run-notes.ts";
import { type StudyResults, studyResults } from "../study/study-results.ts";
import { shownPath } from "../files/local-artifact.ts";
import type { RunDeps } from "../run-deps.ts";
import { type RunDetails, showRun } from "./show-run.ts";
import { roundTasks } from "../search/search-tasks.ts";
import { type SearchView, searchView } from "../search/search-view.ts";
import { cellsVersion } from "./run/cells-version.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";

/** What is said of a run that has ended. */
export interface RunSummary {
  readonly details: RunDetails;
  /** One per backtest, in the order of the DAG. */
  readonly rankings: readonly Ranking[];
  /** Some of the cells that failed. */
  readonly failures: readonly CellView[];
  /** Absolute path, or its address in the depot where this host has none; null when the run has none. */
  readonly tearsheet: string | null;
}

export interface Ranking {
  readonly backtest: string;
  readonly objective: string;
  /** Parameters that differ from cell to cell. */
  readonly varying: readonly string[];
  /** Best first; failed ones are not among them. */
  readonly best: readonly CellView[];
  readonly rarelyTraded: RarelyTraded;
  /** What a careful reader would want to be warned of in the data. */
  readonly notes: readonly Note[];
  /** What is to be thought of the first of them; null when the backtest did not end well. */
  readonly judgement: SweepJudgement | null;
  /** Null of a plain grid. */
  readonly search: SearchView | null;
  readonly studies: StudyResults;
}

const MAX_FAILURES = 5;

/** What was found in the cells of a backtest, until they change: of a large one it takes a second to look for it. */
export interface FoundCells {
  readonly best: readonly CellView[];
  readonly rarelyTraded: RarelyTraded;
  readonly failed: readonly CellView[];
  readonly search: SearchView | null;
}

/** @param key names the state of the cells that it is made of */
export type KeepFound = (key: string, make: () => Promise<FoundCells>) => Promise<FoundCells>;

/** @param keep for a process that is asked for the same runs again and again; absent: looks each time */
export async function summarizeRun(
  deps: ComputeDeps & Pick<RunDeps, "depot">,
  id: RunId,
  top: number,
  keep: KeepFound = async (_, make) => make(),
): Promise<RunSummary> {
  const { database } = deps;
  const shown = await showRun(database, id);
  const artifacts = shown.artifacts.map((artifact) => ({ ...artifact, path: shownPath(artifact, deps) }));
  const details = { ...shown, artifacts };
  const rankings: Ranking[] = [];
  const failures: CellView[] = [];
  for (const [index, spec] of details.spec.backtests.entries()) {
    const { name, grid, objective } = spec;
    const task = sweepTask(details.tasks, index);
    // A run that waits for its data, or that could not be planned, has no cells.
    if (task === undefined) continue;
    const searched = [...roundTasks(details.tasks, index), task];
    const version = searched.map(cellsVersion).join(" ");
    const { best, rarelyTraded, failed, search } = await keep(`${task.id} ${version} ${top}`, async () => {
      const about = { backtest: name, isReversed: false } as const;
      const first = await cellsOf(deps, details, { ...about, sort: null, limit: top });
      const last = await cellsOf(deps, details, { ...about, sort: "cell", state: "failed", limit: MAX_FAILURES });
      return {
        best: first.cells,
        rarelyTraded: first.rarelyTraded,
        failed: last.cells,
        search: await searchView(database, searched, spec),
      };
    });
    const varying = grid.axes.map((axis) => axis.name);
    const notes = await pinnedNotes({ backtest: spec, task, run: details.run }, deps.data);
    const { judgement } = task;
    const ranked = best.filter((cell) => cell.state !== "failed");
    const studies = studyResults(details.tasks, index);
    rankings.push({
      backtest: name,
      objective,
      varying,
      best: ranked,
      rarelyTraded,
      notes,
      judgement,
      search,
      studies,
    });
    failures.push(...failed.slice(0, MAX_FAILURES - failures.length));
  }
  const sheet = details.artifacts.find((artifact) => artifact.name === "tearsheet.html");
  return { details, rankings, failures, tearsheet: sheet?.path ?? null };
}

async function cellsOf(
  deps: ComputeDeps,
  { run, spec }: RunDetails,
  request: ResultsRequest,
): Promise<{ readonly cells: readonly CellView[]; readonly rarelyTraded: RarelyTraded }> {
  const { pages, rarelyTraded } = await runResults(deps, { id: run.id, spec }, request);
  const cells: CellView[] = [];
  for await (const page of pages) cells.push(...page);
  return { cells, rarelyTraded };
}
