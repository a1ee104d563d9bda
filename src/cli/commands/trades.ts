import { type Command, Option } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import type { RecomputedCell } from "../../runs/query/recompute-cell.ts";
import type { CellHeadJson } from "../../contract/schemas/cell-listing-schema.ts";
import type { CELL_LISTINGS, CellListingName } from "../views/listing/cell-listing.ts";

type AnyListing = ReturnType<(typeof CELL_LISTINGS)[CellListingName]>;

/** What is listed instead of trades when it is asked for. */
const OTHERS: readonly { readonly name: CellListingName; readonly option: Option }[] = [
  { name: "equity", option: new Option("--equity", "the account at the close of every bar, instead of trades") },
  { name: "orders", option: new Option("--orders", "every filled order, instead of trades") },
  { name: "cash_flows", option: new Option("--cash-flows", "dividends and borrow costs, instead of trades") },
  { name: "rejections", option: new Option("--rejections", "orders that were not filled and why, instead of trades") },
  { name: "factor", option: new Option("--factor", "how well the strategy's scores foretold, instead of trades") },
];

interface TradesOptions {
  readonly backtest?: string;
  readonly cell?: string;
  readonly limit?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  /** Those of OTHERS. */
  readonly [flag: string]: string | boolean | undefined;
}

/** Rows that people get to see unless `--limit` says otherwise. */
const TABLE_ROWS = 50;

/** `nightgrid trades [run]` */
export function addTradesCommand(program: Command): void {
  const command = program
    .command("trades")
    .description("list the trades of one cell, computed again from the data and the code of its run")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--backtest <name>", "which backtest of the DAG (default: the first)")
    .option("--cell <n>", "which cell, by its number in results (default: the best by the objective)")
    .option("--limit <n>", `only the last rows; 0 for all (default: ${TABLE_ROWS} in a table, else all)`)
    .addOption(new Option("--csv", "CSV with a header").conflicts("json"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid trades", "of the best cell of the last run"],
        ["nightgrid trades last --cell 17 --csv > trades.csv", "every trade of cell 17 in full precision"],
        ["nightgrid trades nightly_sp500 --equity --json", "the equity curve of a DAG's last run"],
        ["nightgrid trades last --rejections", "what was not filled, and why"],
      ),
    )
    .action(async (name: string, options: TradesOptions) => trades(name, options, commandContext(options)));
  for (const { option } of OTHERS) {
    command.addOption(option.conflicts(OTHERS.filter((other) => other.option !== option).map(nameOf)));
  }
}

/** By which commander knows an option. */
function nameOf({ option }: (typeof OTHERS)[number]): string {
  return option.attributeName();
}

async function trades(name: string, options: TradesOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const cell = options.cell === undefined ? null : wholeNumber("--cell", options.cell);
  const isTable = options.csv !== true && options.json !== true;
  const limit = options.limit === undefined ? (isTable ? TABLE_ROWS : 0) : wholeNumber("--limit", options.limit);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun, showRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { recomputeCell } = await import("../../runs/query/recompute-cell.ts");
  const { cellHeading, CELL_LISTINGS } = await import("../views/listing/cell-listing.ts");
  await using project = await openCommandProject(context, "look");
  const { run, found } = await retryUntilConnected(async () => {
    const details = await showRun(project.deps.database, await findRun(project.deps.database, name));
    const wanted = { backtest: options.backtest ?? null, cell };
    return { ...details, found: await recomputeCell({ id: details.run.id, spec: details.spec }, wanted, project.deps) };
  }, project.patience);
  warnIfUnlike(found, context);
  const what = OTHERS.find((other) => options[nameOf(other)] === true)?.name ?? "trades";
  const all: AnyListing = CELL_LISTINGS[what](found);
  const listing = limit === 0 ? all : all.last(limit);
  if (options.csv === true) await writeCsv(listing);
  else if (isTable) printTable(listing, { heading: cellHeading(found), what, count: all.rows.length }, context);
  else {
    const { cellHeadJson } = await import("../../contract/json/cell-head-json.ts");
    await writeJson(listing, cellHeadJson(run.id, found), what);
  }
}

function warnIfUnlike({ unlike }: RecomputedCell, { output }: CommandContext): void {
  if (unlike.length === 0) return;
  const text = `warning: computed again, ${unlike.join(", ")} differ from what was stored: the strategy depends on more than its input, such as chance or the clock.`;
  output.note(output.noteColors.yellow(text));
}

async function writeCsv(listing: AnyListing): Promise<void> {
  const { writeOut } = await import("../terminal/output.ts");
  for (const chunk of listing.csv()) await writeOut(chunk);
}

async function writeJson(listing: AnyListing, head: CellHeadJson, what: CellListingName): Promise<void> {
  const { writeOut } = await import("../terminal/output.ts");
  await writeOut(`${JSON.stringify(head).slice(0, -1)},"${what}":`);
  for (const chunk of listing.json()) await writeOut(chunk);
  await writeOut("}\n");
}

function printTable(
  listing: AnyListing,
  { heading, what, count }: { readonly heading: string; readonly what: CellListingName; readonly count: number },
  { output }: CommandContext,
): void {
  const { bold, dim } = output.colors;
  const [header = "", ...lines] = listing.table();
  output.print(bold(heading));
  if (count === 0) output.print(`No ${what.replace("_", " ")}.`);
  else output.print([bold(header), ...lines].join("\n"));
  const left = count - listing.rows.length;
  if (left > 0)
    output.print(dim(`The last ${listing.rows.length} of ${count.toLocaleString("en-US")}; all: --limit 0`));
}
