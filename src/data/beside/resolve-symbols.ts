import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { OpenTables } from "./tables/open-table.ts";
import { readUniverse, type Universe } from "./read-universe.ts";

/** The symbols of a request, and the universe that they are in. */
export interface ResolvedSymbols {
  /** Those that it names; where it names none, all that are or were in its universe; else none. */
  readonly symbols: readonly string[];
  /** Null: all are always in. */
  readonly universe: Universe | null;
}

/** @throws AppError of the table of the universe */
export async function resolveSymbols(
  { symbols, universe: table }: Pick<DataSpec, "symbols" | "universe">,
  openTable: OpenTables,
): Promise<ResolvedSymbols> {
  if (table === undefined) return { symbols, universe: null };
  const universe = readUniverse(await openTable(table, { key: "universe" }));
  return { symbols: symbols.length > 0 ? symbols : universe.symbols, universe };
}
