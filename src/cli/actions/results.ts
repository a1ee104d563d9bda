import { sweepTask } from "../../runs/kinds/sweep/sweep-tasks.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import { cellColumns, cellsToCsv } from "../../callbacks/cells-to-csv.ts";
import { cellJson } from "../../contract/json/cell-json.ts";
import type { ResultsHeadJson } from "../../contract/schemas/results-schema.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Note } from "../../core/notes/note.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { pinnedNotes } from "../../runs/query/run-notes.ts";
import { type RunResults, runResults } from "../../runs/query/run-results.ts";
import { listSweepViews, namedSweep } from "../../runs/query/cell-view.ts";
import { rejectedCells } from "../../runs/search/rejected-cells.ts";
import { findRun, type RunDetails, showRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { DataPort } from "../../runs/market/data-port.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { writeOut } from "../terminal/output.ts";
import { writeRejected } from "../views/study/rejected-view.ts";
import { type CellTableOptions, renderCells } from "../views/cell-table.ts";
import { rankingNotes } from "../views/ranking-notes.ts";

export interface ResultsOptions {
  readonly backtest?: string;
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly failed?: boolean;
  readonly rejected?: boolean;
  readonly limit?: number;
  readonly columns?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

export async function showResults(name: string, options: ResultsOptions, context: CommandContext): Promise<void> {
  if (options.csv === true && options.json === true) throw new AppError("USAGE", "Choose one of --csv and --json.");
  const isForPeople = options.csv !== true && options.json !== true;
  const { limit = isForPeople ? 20 : 0 } = options;
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, project.patience);
  const details = await again(async () => showRun(database, await findRun(database, name)));
  const { run, spec } = details;
  if (options.rejected === true) {
    const views = await again(() => listSweepViews(database, { id: run.id, spec }));
    const { backtest } = namedSweep(views, options.backtest ?? null);
    const found = await again(() => rejectedCells(database, { id: run.id, spec }, backtest));
    const format = options.csv === true ? "csv" : options.json === true ? "json" : "text";
    await writeRejected(
      { run: run.id, backtest, found },
      { format, limit: limit === 0 ? null : limit },
      context.output,
    );
    return;
  }
  const wanted = options.columns?.split(",").map((text) => text.trim()) ?? [];
  const results = await again(() =>
    runResults(
      project.deps,
      { id: run.id, spec },
      {
        columns: wanted,
        backtest: options.backtest ?? null,
        sort: options.sort ?? null,
        isReversed: options.reverse ?? false,
        limit: limit === 0 ? null : limit,
        ...(options.failed === true ? { state: "failed" as const } : {}),
      },
    ),
  );
  const columns = options.columns === undefined ? null : checkColumns(wanted, results);
  if (options.csv === true) {
    await writeCsv(results, columns);
    return;
  }
  const notes = await notesOf(details, results.backtest, project.deps.data);
  if (options.json === true) await writeJson(results, { runId: run.id, columns, notes });
  else await writeTable(results, { varying: varyingOf(spec, results), wanted: columns, notes }, context);
}

async function notesOf({ run, spec, tasks }: RunDetails, name: string, data: DataPort): Promise<readonly Note[]> {
  const index = spec.backtests.findIndex((backtest) => backtest.name === name);
  const backtest = spec.backtests[index];
  const task = sweepTask(tasks, index);
  return backtest === undefined ? [] : pinnedNotes({ backtest, task, run }, data);
}

/** @throws AppError USAGE for one that there is not */
function checkColumns(wanted: readonly string[], { params, metrics }: RunResults): readonly string[] {
  const known = cellColumns(params, metrics.ids).map((column) => column.name);
  for (const text of wanted) {
    if (known.includes(text)) continue;
    throw new AppError("USAGE", `There is no column "${text}".`, {
      hint: suggestName(text, known),
    });
  }
  return wanted;
}

/** In the order in which they were named; null: all that were stored. */
function columnsOf({ params, objective, metrics }: RunResults, wanted: readonly string[] | null) {
  const named = wanted ?? [objective];
  const shown = metrics.all.filter(({ id, isStored }) => isStored || named.includes(id)).map(({ id }) => id);
  const all = cellColumns(params, shown);
  return wanted === null ? all : wanted.flatMap((name) => all.filter((column) => column.name === name));
}

async function* cellsOf({ pages }: RunResults): AsyncGenerator<CellView> {
  for await (const page of pages) yield* page;
}

async function writeCsv(results: RunResults, wanted: readonly string[] | null): Promise<void> {
  const columns = columnsOf(results, wanted);
  for await (const chunk of cellsToCsv(cellsOf(results), columns)) await writeOut(chunk);
}

async function writeJson(
  results: RunResults,
  about: {
    readonly runId: string;
    readonly columns: readonly string[] | null;
    readonly notes: readonly Note[];
  },
): Promise<void> {
  const chosen = columnsOf(results, about.columns);
  const { backtest, params } = results;
  const head: ResultsHeadJson = { run_id: about.runId, backtest, params, notes: about.notes };
  await writeOut(`${JSON.stringify(head).slice(0, -1)},"cells":[`);
  let separator = "\n";
  for await (const cell of cellsOf(results)) {
    const value =
      about.columns === null
        ? cellJson(cell)
        : Object.fromEntries(chosen.map((column) => [column.name, column.value(cell)]));
    await writeOut(separator + JSON.stringify(value));
    separator = ",\n";
  }
  await writeOut("\n]}\n");
}

/** The parameters that differ from cell to cell; all of them when there is no grid. */
function varyingOf(spec: DagSpec, { backtest, params }: RunResults): readonly string[] {
  const axes = spec.backtests.find(({ name }) => name === backtest)?.grid.axes.map(({ name }) => name) ?? [];
  return axes.length > 0 ? axes : params;
}

async function writeTable(
  results: RunResults,
  { notes, ...columns }: Pick<CellTableOptions, "varying" | "wanted"> & { readonly notes: readonly Note[] },
  { output }: CommandContext,
): Promise<void> {
  const cells: CellView[] = [];
  for await (const cell of cellsOf(results)) cells.push(cell);
  if (cells.length === 0) output.print("No cells.");
  else
    output.print(
      renderCells(cells, {
        ...columns,
        params: results.params,
        objective: results.objective,
        metrics: results.metrics,
        output,
      }),
    );
  for (const note of rankingNotes({ rarelyTraded: results.rarelyTraded, notes }, cells))
    output.print(output.colors.yellow(note));
}
