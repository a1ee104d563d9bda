import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { KnownResult } from "../../store/sweep/results.ts";
import { resultKeyOf, type Sweep } from "./open-sweep.ts";

export interface CachedCells {
  readonly cells: Int32Array;
  /** Of the same length. */
  readonly keys: readonly Buffer[];
}

/** The results that are cells of this grid; an earlier grid may have had others. */
export function cellsOf(page: readonly KnownResult[], sweep: Pick<Sweep, "base" | "grid">): CachedCells {
  const found = page.flatMap((result) => {
    const cell = sweep.grid.indexOf(result.params);
    if (cell === null) return [];
    // The same numbers in another type (1 and true) would be another result.
    const key = resultKeyOf(sweep.base, canonicalJson(sweep.grid.cellAt(cell)));
    return key.equals(result.key) ? [{ cell, key: result.key }] : [];
  });
  return { cells: Int32Array.from(found, ({ cell }) => cell), keys: found.map(({ key }) => key) };
}
