import type { Params } from "../../core/params/param-spec.ts";
import type { OnChange } from "../../core/spec/study-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";

/** `first`: there is no run before; `unknown`: its code or data are not here any more. */
export const REGRESSION_STATES = ["unchanged", "noise", "changed", "first", "unknown"] as const;
export type RegressionState = (typeof REGRESSION_STATES)[number];

/** `random`: two computations from the same inputs differ, and nothing else can be told. */
export const CHANGE_CAUSES = ["data", "code", "engine", "settings", "random"] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** How the days that tonight has in common with the run before came out; the output of its task. */
export interface RegressionResult {
  readonly study: "regression";
  /** Rises with every change that a reader has to know. */
  readonly version: 1;
  readonly state: RegressionState;
  readonly onChange: OnChange;
  /** The run that is compared with; null for none. */
  readonly against: string | null;
  /** One sentence for people. */
  readonly verdict: string;
  /** Cells that were computed again on both sides; with equal inputs, in this run alone. */
  readonly compared: number;
  /** Of these, such that changed beyond the tolerance, and such that changed within it. */
  readonly changed: number;
  readonly noise: number;
  /** What of the inputs is not what it was, a line each; also where no cell changed. */
  readonly inputs: readonly string[];
  /** What changed cells, with how many. */
  readonly causes: readonly { readonly cause: ChangeCause; readonly cells: number }[];
  /** Some of the cells that changed, the best first. */
  readonly cells: readonly ChangedCell[];
}

export interface ChangedCell {
  readonly params: Params;
  readonly causes: readonly ChangeCause[];
  /** All metrics that changed. */
  readonly metrics: readonly {
    readonly metric: string;
    readonly before: number | null;
    readonly after: number | null;
  }[];
  /** Trades that are not the same, on either side; and the entry of the first one, in milliseconds UTC. */
  readonly trades: number;
  readonly firstTrade: number | null;
  /** From when on the equity is not the same, in milliseconds UTC; null when it is. */
  readonly equityFrom: number | null;
}

export const CHANGED_CELLS_KEPT = 20;

/** The output of a task as what it is; null when it is something else, or of a version that this one does not know. */
export function readRegression(output: unknown): RegressionResult | null {
  if (!isMap(output) || output["study"] !== "regression" || output["version"] !== 1) return null;
  const isWhole = Array.isArray(output["cells"]) && Array.isArray(output["causes"]) && Array.isArray(output["inputs"]);
  return isWhole ? (output as unknown as RegressionResult) : null;
}
