import { suggestName } from "../../core/text/suggest-name.ts";
import type { Bars } from "../bars.ts";
import type { Panel } from "./panel.ts";

/**
 * A column beside the bars, which `data` of the DAG file names under `extra`, `factors` or `references`.
 *
 * @throws Error when there is none of that name, saying which there are
 */
export function extraColumn({ extra = {} }: Bars, name: string): Float64Array {
  return found(extra, name);
}

/** The same of all symbols of a panel, in their order. */
export function extraColumns({ extra }: Panel, name: string): readonly Float64Array[] {
  return found(extra, name);
}

function found<T>(columns: Readonly<Record<string, T>>, name: string): T {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column !== undefined) return column;
  const known = Object.keys(columns);
  const otherwise = known.length === 0 ? "Name it under data: extra, factors or references." : undefined;
  const hint = suggestName(name, known, otherwise === undefined ? {} : { otherwise });
  throw new Error(`There is no column "${name}" beside the bars. ${hint}`);
}
