import { cellHeadJson } from "../../contract/json/cell-head-json.ts";
import type { CellHeadJson } from "../../contract/schemas/cell-listing-schema.ts";
import { recomputeCell, type RecomputedCell } from "../../runs/query/recompute-cell.ts";
import { findRun, showRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { optionName, OTHER_LISTINGS, TABLE_ROWS } from "../options/listing-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { writeOut } from "../terminal/output.ts";
import { CELL_LISTINGS, cellHeading, type CellListingName } from "../../contract/listing/cell-listing.ts";

type AnyListing = ReturnType<(typeof CELL_LISTINGS)[CellListingName]>;

export interface TradesOptions {
  readonly backtest?: string;
  readonly cell?: number;
  readonly limit?: number;
  readonly csv?: boolean;
  readonly json?: boolean;
  /** Those of OTHER_LISTINGS. */
  readonly [flag: string]: string | number | boolean | undefined;
}

export async function trades(name: string, options: TradesOptions, context: CommandContext): Promise<void> {
  const isTable = options.csv !== true && options.json !== true;
  const { cell = null, limit = isTable ? TABLE_ROWS : 0 } = options;
  await using project = await openCommandProject(context, "look");
  const { run, found } = await retryUntilConnected(async () => {
    const details = await showRun(project.deps.database, await findRun(project.deps.database, name));
    const wanted = { backtest: options.backtest ?? null, cell };
    return { ...details, found: await recomputeCell({ id: details.run.id, spec: details.spec }, wanted, project.deps) };
  }, project.patience);
  warnIfUnlike(found, context);
  const what = OTHER_LISTINGS.find((other) => options[optionName(other)] === true)?.name ?? "trades";
  const all: AnyListing = CELL_LISTINGS[what](found);
  const listing = limit === 0 ? all : all.last(limit);
  if (options.csv === true) await writeCsv(listing);
  else if (isTable) printTable(listing, { heading: cellHeading(found), what, count: all.rows.length }, context);
  else {
    await writeJson(listing, cellHeadJson(run.id, found), what);
  }
}

function warnIfUnlike({ unlike }: RecomputedCell, { output }: CommandContext): void {
  if (unlike.length === 0) return;
  const text = `warning: computed again, ${unlike.join(", ")} differ from what was stored: the strategy depends on more than its input, such as chance or the clock.`;
  output.note(output.noteColors.yellow(text));
}

async function writeCsv(listing: AnyListing): Promise<void> {
  for (const chunk of listing.csv()) await writeOut(chunk);
}

async function writeJson(listing: AnyListing, head: CellHeadJson, what: CellListingName): Promise<void> {
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
