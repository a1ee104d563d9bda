import type { Bars } from "../../engine/bars.ts";
import type { ColumnData, TableColumn } from "../../files/parquet/parquet-table.ts";
import { COLUMNS } from "../bars/allocate-bars.ts";
import type { Chunk } from "../chunks/chunk.ts";
import { joinedLayout } from "../chunks/join-chunks.ts";

/** The columns of a symbol's file, after `ts`, which is `time` for people: milliseconds UTC as a moment. */
export function priceColumns(symbol: string, chunks: readonly Chunk[]): readonly string[] {
  const { hasDividends = false, hasMember = false, extra = [] } = joinedLayout(symbol, chunks);
  return [...COLUMNS, ...(hasDividends ? ["dividend"] : []), ...(hasMember ? ["member"] : []), ...extra];
}

export function priceTable(symbol: string, chunks: readonly Chunk[]): readonly TableColumn[] {
  const columns = priceColumns(symbol, chunks).map((name): TableColumn => ({ name, kind: "number", isRequired: true }));
  return [{ name: "ts", kind: "moment", isRequired: true }, ...columns];
}

/** The rows of one chunk. What it has no column for is as its absence says: no dividend, a member. */
export function priceRows(bars: Bars, names: readonly string[]): readonly ColumnData[] {
  const idle = (value: number): Float64Array => new Float64Array(bars.time.length).fill(value);
  const columns = names.map((name) => columnOf(bars, name) ?? idle(name === "member" ? 1 : 0));
  return [BigInt64Array.from(bars.time, (time) => BigInt(Math.floor(time))), ...columns];
}

/** Undefined where these bars have none of the name. */
export function columnOf(bars: Bars, name: string): Float64Array | undefined {
  const { extra = {} } = bars;
  if (Object.hasOwn(extra, name)) return extra[name];
  const own: Readonly<Record<string, unknown>> = { ...bars };
  const column = Object.hasOwn(own, name) ? own[name] : undefined;
  return column instanceof Float64Array ? column : undefined;
}
