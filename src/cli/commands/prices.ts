import type { Command } from "commander";
import type { FetchOptions, SpanOptions } from "../actions/fetch-data.ts";
import type { SeriesOptions, ShowOptions } from "../actions/look-at-data.ts";
import { commandContext, examples } from "../command-context.ts";
import { wholeNumber } from "../options/whole-number.ts";

interface Json {
  readonly json?: boolean;
}

/** `nightgrid data fetch|backfill|update|list|show|verify|search|coins|sources` */
export function addPriceCommands(data: Command): void {
  addFetching(data);
  addLooking(data);
  addSearching(data);
}

function addFetching(data: Command): void {
  withSpan(data.command("fetch").description("fetch bars from a source into the database; only what is missing"))
    .argument("<source>", "such as coingecko; data sources lists them")
    .argument("<instrument...>", "as the source calls them, such as bitcoin")
    .option("--as <symbol>", "the name in DAG files; default: the source's symbol")
    .option("--adjust <kind>", "what prices are adjusted for: raw, split, dividend or all, where the source has it")
    .addHelpText(
      "after",
      examples(
        ["nightgrid data fetch coingecko bitcoin --as BTC", "daily bars as far back as the plan reaches"],
        ["nightgrid data fetch coingecko bitcoin --from 2024-01-01 --to 2024-03-31", "both days included"],
        ["nightgrid data fetch coingecko bitcoin --again", "also what is there, to find what was revised"],
      ),
    )
    .action(async (source: string, instruments: readonly string[], options: FetchOptions & Json) =>
      (await import("../actions/fetch-data.ts")).fetchData(source, instruments, options, commandContext(options)),
    );
  withSpan(data.command("backfill").description("fetch many instruments from a list; goes on where it was ended"))
    .argument("<file>", 'JSON: [{"symbol": "BTC", "id": "bitcoin"}]')
    .option("--source <name>", "of entries that name none", "coingecko")
    .addHelpText(
      "after",
      examples(["nightgrid data backfill tokens.json --from 2024-01-01", "again after a crash: only the rest"]),
    )
    .action(async (file: string, options: SpanOptions & Json & { readonly source: string }) =>
      (await import("../actions/fetch-data.ts")).backfillData(file, options, commandContext(options)),
    );
  withFilter(data.command("update").description("fetch the missing tail of everything that is known"))
    .addHelpText(
      "after",
      examples(
        ["nightgrid data update", "once a night, before the DAGs"],
        ["nightgrid data update --source coingecko --symbols BTC,ETH", "some of it"],
      ),
    )
    .action(async (options: SeriesOptions & Json) =>
      (await import("../actions/fetch-data.ts")).updateData(filterOf(options), commandContext(options)),
    );
}

function addLooking(data: Command): void {
  withFilter(data.command("list").description("list what was fetched, from when to when"))
    .addHelpText("after", examples(["nightgrid data list --source coingecko", "what there is of one source"]))
    .action(async (options: SeriesOptions & Json) =>
      (await import("../actions/look-at-data.ts")).listData(filterOf(options), commandContext(options)),
    );
  data
    .command("show")
    .description("show bars that were fetched, also as they were known at a moment")
    .argument("<source>", "as data list has it")
    .argument("<symbol>", "as data list has it")
    .option("--timeframe <length>", "of a bar", "1d")
    .option("--from <day>", "first day, or moment")
    .option("--to <day>", "last day, or moment (not included)")
    .option("--as-of <moment>", "as they were known then, without what was added or revised since")
    .option("--limit <n>", "the last so many; 0: all", wholeNumber("--limit"), 20)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid data show coingecko BTC", "the last 20 days"],
        ["nightgrid data show coingecko BTC --as-of 2024-03-01", "what was known that day"],
      ),
    )
    .action(async (source: string, symbol: string, options: ShowOptions & Json) =>
      (await import("../actions/look-at-data.ts")).showData(source, symbol, options, commandContext(options)),
    );
  withFilter(data.command("verify").description("hold the bars that were fetched against what is known of them"))
    .addHelpText("after", examples(["nightgrid data verify", "exit code 3 when something is wrong"]))
    .action(async (options: SeriesOptions & Json) =>
      (await import("../actions/look-at-data.ts")).verifyData(filterOf(options), commandContext(options)),
    );
}

function addSearching(data: Command): void {
  searching(
    data
      .command("search")
      .description("find what a source calls an instrument")
      .argument("<source>", "such as coingecko"),
  )
    .addHelpText("after", examples(["nightgrid data search coingecko btc", "symbols are not unique: the id counts"]))
    .action(async (source: string, text: string, options: Json & { readonly limit: number }) =>
      (await import("../actions/look-at-data.ts")).searchData(source, text, options, commandContext(options)),
    );
  searching(data.command("coins").description("find a coin of coingecko"))
    .addHelpText("after", examples(["nightgrid data coins bitcoin", "its id is what data fetch takes"]))
    .action(async (text: string, options: Json & { readonly limit: number }) =>
      (await import("../actions/look-at-data.ts")).searchData("coingecko", text, options, commandContext(options)),
    );
  data
    .command("sources")
    .description("list the sources of prices, with their limits and keys")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid data sources", "which keys are set, and what they open"]))
    .action(async (options: Json) => (await import("../actions/look-at-data.ts")).listSources(commandContext(options)));
}

function searching(command: Command): Command {
  return command
    .argument("<text>", "a part of its id, symbol or name")
    .option("--limit <n>", "how many are shown", wholeNumber("--limit"), 20)
    .option("--json", "one JSON document");
}

function withSpan(command: Command): Command {
  return command
    .option("--timeframe <length>", "of a bar: 1d, 1h, …", "1d")
    .option("--from <day>", "first day, or moment; default: as far back as the plan reaches, else a year")
    .option("--to <day>", "last day, or moment (not included); default: now")
    .option("--again", "also ask for what is there, and keep what differs beside what it was")
    .option("--json", "one JSON document");
}

function withFilter(command: Command): Command {
  return command
    .option("--source <name>", "of one source only")
    .option("--symbols <list>", "these symbols only, with commas between", (text: string) => text.split(","))
    .option("--timeframe <length>", "of one length of bars only")
    .option("--json", "one JSON document");
}

function filterOf({ source, symbols, timeframe }: SeriesOptions): SeriesOptions {
  return {
    ...(source !== undefined && { source }),
    ...(symbols !== undefined && { symbols }),
    ...(timeframe !== undefined && { timeframe }),
  };
}
