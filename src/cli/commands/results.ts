import type { Command } from "commander";
import type { CellView } from "../../callbacks/callback-context.ts";
import type { Note } from "../../core/notes/note.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { RunResults } from "../../runs/query/run-results.ts";
import type { RunDetails } from "../../runs/query/show-run.ts";
import type { DataPort } from "../../runs/market/data-port.ts";
import { sweepTask } from "../../runs/kinds/sweep/sweep-tasks.ts";
import type { CellTableOptions } from "../views/cell-table.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface ResultsOptions {
  readonly backtest?: string;
  readonly sort?: string;
  readonly reverse?: boolean;
  readonly failed?: boolean;
  readonly limit?: string;
  readonly columns?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** `nightgrid results [run]` */
export function addResultsCommand(program: Command): void {
  program
    .command("results")
    .description("list the cells of a run with their metrics, the best first")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--backtest <name>", "which backtest of the DAG (default: the first)")
    .option("--sort <column>", "cell, a parameter or a metric id (default: the objective)")
    .option("--reverse", "the other way round")
    .option("--failed", "only cells that failed, with their reasons")
    .option("--limit <n>", "how many cells; 0 for all (default: 20, with --csv and --json all)")
    .option("--columns <list>", "what to show: parameters and metric ids, with commas")
    .option("--csv", "CSV with a header")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid results", "the ranking of the last run"],
        ["nightgrid results last --sort max_drawdown", "the calmest first"],
        ["nightgrid results last --sort cell --csv > cells.csv", "every cell, in cell order"],
        ["nightgrid results last --columns fast,slow,sharpe,cagr", "only these columns"],
      ),
    )
    .action(async (name: string, options: ResultsOptions) => showResults(name, options, commandContext(options)));
}

async function showResults(name: string, options: ResultsOptions, context: CommandContext): Promise<void> {
  if (options.csv === true && options.json === true) throw new AppError("USAGE", "Choose one of --csv and --json.");
  const { wholeNumber } = await import("../options/whole-number.ts");
  const isForPeople = options.csv !== true && options.json !== true;
  const limit = wholeNumber("--limit", options.limit ?? (isForPeople ? "20" : "0"));
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun, showRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { runResults } = await import("../../runs/query/run-results.ts");
  const { isComputedMetric } = await import("../../engine/metrics/metric-catalogue.ts");
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, project.patience);
  const details = await again(async () => showRun(database, await findRun(database, name)));
  const { run, spec } = details;
  const wanted = options.columns?.split(",").map((text) => text.trim()) ?? [];
  const results = await again(() =>
    runResults(
      project.deps,
      { id: run.id, spec },
      {
        computed: wanted.filter(isComputedMetric),
        backtest: options.backtest ?? null,
        sort: options.sort ?? null,
        isReversed: options.reverse ?? false,
        limit: limit === 0 ? null : limit,
        ...(options.failed === true ? { state: "failed" as const } : {}),
      },
    ),
  );
  const columns = options.columns === undefined ? null : await checkColumns(wanted, results.params);
  if (options.csv === true) {
    await writeCsv(results, columns);
    return;
  }
  const notes = await notesOf(details, results.backtest, project.deps.data);
  if (options.json === true) await writeJson(results, { runId: run.id, columns, notes });
  else await writeTable(results, { varying: varyingOf(spec, results), wanted: columns, notes }, context);
}

async function notesOf({ run, spec, tasks }: RunDetails, name: string, data: DataPort): Promise<readonly Note[]> {
  const { pinnedNotes } = await import("../../runs/query/run-notes.ts");
  const index = spec.backtests.findIndex((backtest) => backtest.name === name);
  const backtest = spec.backtests[index];
  const task = sweepTask(tasks, index);
  return backtest === undefined ? [] : pinnedNotes({ backtest, task, run }, data);
}

/** @throws AppError USAGE for one that there is not */
async function checkColumns(wanted: readonly string[], params: readonly string[]): Promise<readonly string[]> {
  const { COMPUTED_METRIC_IDS } = await import("../../engine/metrics/metric-catalogue.ts");
  const { cellColumns } = await import("../../callbacks/cells-to-csv.ts");
  const { didYouMean } = await import("../../core/text/did-you-mean.ts");
  const known = cellColumns(params, COMPUTED_METRIC_IDS).map((column) => column.name);
  for (const text of wanted) {
    if (known.includes(text)) continue;
    throw new AppError("USAGE", `There is no column "${text}".`, {
      hint: didYouMean(text, known) ?? `There are ${known.join(", ")}.`,
    });
  }
  return wanted;
}

/** In the order in which they were named; null: all that were stored. */
async function columnsOf({ params, objective }: RunResults, wanted: readonly string[] | null) {
  const { cellColumns } = await import("../../callbacks/cells-to-csv.ts");
  const { isComputedMetric } = await import("../../engine/metrics/metric-catalogue.ts");
  const all = cellColumns(params, (wanted ?? [objective]).filter(isComputedMetric));
  return wanted === null ? all : wanted.flatMap((name) => all.filter((column) => column.name === name));
}

async function* cellsOf({ pages }: RunResults): AsyncGenerator<CellView> {
  for await (const page of pages) yield* page;
}

async function writeCsv(results: RunResults, wanted: readonly string[] | null): Promise<void> {
  const { cellsToCsv } = await import("../../callbacks/cells-to-csv.ts");
  const { writeOut } = await import("../terminal/output.ts");
  const columns = await columnsOf(results, wanted);
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
  const { cellJson } = await import("../views/run-json.ts");
  const { writeOut } = await import("../terminal/output.ts");
  const chosen = await columnsOf(results, about.columns);
  const { backtest, params } = results;
  const head = JSON.stringify({ run_id: about.runId, backtest, params, notes: about.notes });
  await writeOut(`${head.slice(0, -1)},"cells":[`);
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
  const { renderCells } = await import("../views/cell-table.ts");
  const cells: CellView[] = [];
  for await (const cell of cellsOf(results)) cells.push(cell);
  if (cells.length === 0) output.print("No cells.");
  else output.print(renderCells(cells, { ...columns, params: results.params, objective: results.objective, output }));
  const { rankingNotes } = await import("../views/ranking-notes.ts");
  for (const note of rankingNotes({ rarelyTraded: results.rarelyTraded, notes }, cells))
    output.print(output.colors.yellow(note));
}
