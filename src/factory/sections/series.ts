import type { CallbackSpec } from "../../core/spec/callback-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";

/** Longer than other callbacks have: the cells of a script may be many. */
const TIMEOUT_MS = 2 * 3_600_000;

/**
 * `series:` is a callback like any other, before all that the file lists, so that these find its files. None where the file
 * keeps none, or lists it itself.
 */
export function readSeries({ series, after_backtest }: DagFile): readonly CallbackSpec[] {
  if (series === undefined || series.best === 0) return [];
  const isListed = after_backtest.some(
    (written) => (typeof written === "string" ? written : Object.keys(written)[0]) === "series",
  );
  if (isListed) return [];
  return [{ name: "series", ref: { kind: "builtin", name: "series" }, options: { ...series }, timeoutMs: TIMEOUT_MS }];
}
