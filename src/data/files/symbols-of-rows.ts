import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { severalSymbols, symbolHeader } from "../csv/several-symbols.ts";
import type { RowSource } from "./row-source.ts";

const COUNTED = 10_000;

/** The different values of a column in the order of the file, ten thousand at most. */
export function symbolsOfRows(rows: RowSource, position: number): readonly string[] {
  const found = new Set<string>();
  let last = "";
  rows.eachRow([position], (cells) => {
    const symbol = String(cells[position] ?? "");
    // Neighbours are mostly the same.
    if (symbol === last || symbol === "" || found.size === COUNTED) return;
    last = symbol;
    found.add(symbol);
  });
  return [...found];
}

/** @throws AppError DATASET_INVALID when a column says that the rows are of several symbols, and nobody said so */
export function refuseUnsaidSymbols(rows: RowSource, file: string): void {
  const position = symbolHeader(rows.names);
  if (position === null) return;
  const symbols = symbolsOfRows(rows, position);
  if (symbols.length > 1)
    throw severalSymbols(new Set(symbols), { file, line: rows.line, name: rows.names[position] ?? "" });
}

/** @throws AppError DATASET_INVALID always: the file has no row of the symbol */
export function refuseAbsentSymbol(
  rows: RowSource,
  file: string,
  wanted: { readonly position: number; readonly symbol: string },
): never {
  const { position, symbol } = wanted;
  const symbols = symbolsOfRows(rows, position);
  const shown = `It has ${symbols.slice(0, 10).join(", ")}${symbols.length > 10 ? ", …" : ""}.`;
  throw new AppError("DATASET_INVALID", `${file} has no rows of "${symbol}"`, {
    hint: suggestName(symbol, symbols, { always: shown }),
    details: { key: "symbols" },
  });
}
