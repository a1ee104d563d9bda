import { ingestDeps } from "../../app/data/ingest-deps.ts";
import { projectSources } from "../../app/data/project-sources.ts";
import { isoMoment } from "../../contract/asked/iso-moment.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { pricesJson, seriesJson, verifiedPricesJson } from "../../contract/json/data/prices-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { textTable } from "../../core/text/text-table.ts";
import { describeSources } from "../../runs/ingest/look/describe-sources.ts";
import { searchInstruments } from "../../runs/ingest/look/search-instruments.ts";
import { showPrices } from "../../runs/ingest/look/show-prices.ts";
import { verifyPrices } from "../../runs/ingest/look/verify-prices.ts";
import { listSeries } from "../../store/prices/list-series.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { priceLines, seriesLines, verifiedLines } from "../views/data/prices-view.ts";
import { endOf, momentOf } from "./fetch-data.ts";

export interface SeriesOptions {
  readonly source?: string;
  readonly symbols?: readonly string[];
  readonly timeframe?: string;
}

export async function listData(filter: SeriesOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const series = await listSeries(project.deps.database, filter);
  output.json("price_series", { series: series.map(seriesJson) });
  if (series.length > 0) for (const line of seriesLines(series)) output.print(line);
  else
    output.print(
      "No prices were fetched. Begin with: nightgrid data fetch <source> <instrument> (nightgrid data sources)",
    );
}

export interface ShowOptions {
  readonly timeframe: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly limit: number;
}

export async function showData(
  source: string,
  symbol: string,
  options: ShowOptions,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const { timeframe, limit } = options;
  const span = {
    from: options.from === undefined ? Number.NEGATIVE_INFINITY : momentOf("--from", options.from),
    to: options.to === undefined ? Number.POSITIVE_INFINITY : endOf(options.to),
  };
  const asOf = options.asOf === undefined ? null : isoMoment(options.asOf);
  if (asOf === null && options.asOf !== undefined) {
    throw new AppError("USAGE", `--as-of takes no "${options.asOf}".`, {
      hint: "Write a day (2024-03-01) or a moment (2024-03-01T08:00:00Z).",
    });
  }
  await using project = await openCommandProject(context, "look");
  const asked = { span, asOf, limit: limit === 0 ? null : limit };
  const shown = await showPrices({ source, symbol, timeframe }, asked, project.deps);
  if (output.isJson) return output.json("prices", pricesJson(shown));
  for (const line of priceLines(shown, output.colors)) output.print(line);
}

export async function verifyData(filter: SeriesOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const verified = await verifyPrices(filter, project.deps);
  const document = verifiedPricesJson(verified);
  output.json("verified_prices", document);
  for (const line of verifiedLines(verified, output.colors)) output.print(line);
  if (verified.length === 0) output.print("There are no prices to verify.");
  if (!document.well) process.exitCode = EXIT.invalid;
}

export async function searchData(
  source: string,
  text: string,
  options: { readonly limit: number },
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "work");
  const signal = new AbortController().signal;
  const deps = ingestDeps(project);
  const found = await searchInstruments(source, text, { deps, watch: { signal, onNote: (note) => output.note(note) } });
  const shown = found.slice(0, options.limit);
  output.json("found_instruments", { source, text, total: found.length, found: shown });
  if (found.length === 0) output.print(`${source} has nothing that is called "${text}".`);
  else {
    const rows = shown.map(({ id, symbol, name }) => [id, symbol, name]);
    for (const line of textTable([["id", "symbol", "name"], ...rows], { leftColumns: [0, 1, 2] })) output.print(line);
  }
  if (shown.length < found.length)
    output.print(output.colors.dim(`and ${found.length - shown.length} more; --limit shows more`));
}

/** Without a database: which sources there are is no matter of what was fetched. */
export async function listSources(context: CommandContext): Promise<void> {
  const { output, env } = context;
  const sources = describeSources(await projectSources(context).list(), { env, now: new Date() });
  output.json("price_sources", { sources });
  const rows = sources.map(({ name, timeframes, calls_per_minute, key, key_names, description, problem }) => [
    name,
    problem === null ? timeframes.join(" ") : "cannot be used",
    problem === null ? String(calls_per_minute) : "",
    key_names.length === 0 ? (problem === null ? "none needed" : "") : `${key} (${key_names[0] ?? ""})`,
    problem === null ? description : "",
  ]);
  const header = ["source", "timeframes", "calls/min", "key", ""];
  for (const line of textTable([header, ...rows], { leftColumns: [0, 1, 3, 4] })) output.print(line);
  for (const { name, problem } of sources) if (problem !== null) output.print(`${name}: ${problem}`);
}
