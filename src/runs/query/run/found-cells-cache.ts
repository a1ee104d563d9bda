import { LRUCache } from "lru-cache";
import type { FoundCells, KeepFound } from "../run-summary.ts";

const MOST = 1000;

/** Keeps what was found in the cells of so many backtests. Who asks for one that is just being looked for waits for the same. */
export function createFoundCellsCache(): KeepFound {
  const kept = new LRUCache<string, Promise<FoundCells>>({ max: MOST });
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    return made;
  };
}
