import { createHash } from "node:crypto";
import type { Bars } from "../../engine/bars.ts";
import { canStand } from "../../engine/extend/can-stand.ts";
import { STANDING_VERSION } from "../../engine/extend/cell-standing.ts";
import { builtinStrategy } from "../../engine/strategies/builtin-strategies.ts";
import type { KnownStandings } from "../executor.ts";
import { nameBase } from "../name-base.ts";
import type { SweepSetup } from "./sweep-setup.ts";

/**
 * By what others may know how the cells of a sweep stood after fewer bars; null where they cannot be gone on with.
 *
 * @param parts what its results are named by
 */
export function knownStandings(setup: SweepSetup, parts: Readonly<Record<string, unknown>>): KnownStandings | null {
  const { strategy, bars } = setup;
  const [only] = bars;
  const { data, volatile, ...others } = parts;
  // Of data from before there were chunks there is more in the name than what is read.
  if (strategy.kind !== "builtin" || only === undefined || typeof data !== "string" || volatile !== null) return null;
  if (!canStand({ ...setup, strategy: builtinStrategy(strategy.name) })) return null;
  const pasts = new Map<number, Buffer>();
  return {
    name: nameBase({ ...others, builtin: strategy.name, standing: STANDING_VERSION }),
    bars: only.close.length,
    pastOf(count) {
      const past = pasts.get(count) ?? hashOf(only, count);
      pasts.set(count, past);
      return past;
    },
  };
}

function hashOf({ symbol, extra = {}, ...columns }: Bars, count: number): Buffer {
  const hash = createHash("sha256").update(JSON.stringify(symbol));
  const named = Object.entries({
    ...columns,
    ...Object.fromEntries(Object.entries(extra).map(([name, column]) => [`extra ${name}`, column])),
  });
  for (const [name, column] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify(name));
    // A copy: columns may be shared between threads, which the hash does not take.
    hash.update(Buffer.from(column.slice(0, count).buffer));
  }
  return hash.digest();
}
