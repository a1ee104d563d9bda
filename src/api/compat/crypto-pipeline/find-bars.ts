import { AppError } from "../../../core/errors/app-error.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import { listDatasets } from "../../../data/catalogue/dataset-catalogue.ts";
import { type DatasetEntry, readEntry } from "../../../data/catalogue/dataset-entry.ts";

export interface FoundBars {
  readonly dataset: string;
  /** As the dataset writes it. */
  readonly symbol: string;
}

/** What is to be done about data that are not there, for people who read one sentence only. */
export const GET_BARS =
  "Put its bars into a folder datasets/<name>/ of the project with a dataset.yaml (docs/data.md); `nightgrid doctor` lists the datasets that it finds.";
const MOST_NAMED = 20;

/**
 * The first dataset that has a symbol in a timeframe, those of the project before those that came with Nightgrid.
 *
 * @throws AppError DATASET_NOT_FOUND, whose message says what there is
 */
export async function findBars(
  { symbol, timeframe }: { readonly symbol: string; readonly timeframe: string },
  home: string,
): Promise<FoundBars> {
  const entries: DatasetEntry[] = [];
  // A dataset that cannot be read has no bars for anybody, and hides no other one.
  for (const { folder } of await listDatasets(home)) entries.push(...(await readEntry(folder).then(one, none)));
  const withSymbol = entries.flatMap((entry) => {
    const known = entry.symbols.find((name) => name.toLowerCase() === symbol.toLowerCase());
    return known === undefined ? [] : [{ dataset: entry.name, symbol: known, timeframe: entry.timeframe }];
  });
  const found = withSymbol.find((entry) => entry.timeframe === timeframe);
  if (found !== undefined) return { dataset: found.dataset, symbol: found.symbol };
  if (withSymbol.length > 0) {
    const there = withSymbol.map((entry) => `${entry.timeframe} (dataset ${entry.dataset})`).join(", ");
    throw noBars(`There is no data for ${symbol} at ${timeframe}: there are bars of ${there}.`, GET_BARS);
  }
  const symbols = [...new Set(entries.flatMap((entry) => entry.symbols))];
  const named = symbols.slice(0, MOST_NAMED).join(", ");
  const more = symbols.length > MOST_NAMED ? `, and ${symbols.length - MOST_NAMED} more` : "";
  throw noBars(
    `There is no data for ${symbol}: the datasets have ${named}${more}.`,
    suggestName(symbol, symbols, { always: GET_BARS }),
  );
}

function one(entry: DatasetEntry): readonly DatasetEntry[] {
  return [entry];
}

function none(): readonly DatasetEntry[] {
  return [];
}

function noBars(what: string, how: string): AppError {
  return new AppError("DATASET_NOT_FOUND", `${what} ${how}`);
}
