import type { CodeRef } from "./code-ref.ts";
import type { PoolUse } from "./limits-spec.ts";
import type { RetrySpec } from "./retry-spec.ts";

/**
 * The built-in that brings prices of sources up to date. It, and what stands before it, runs before the data of a run are frozen.
 */
export const FETCHING_CALLBACK = "update_data";

/** One entry of `before_backtest` or `after_backtest`. */
export interface CallbackSpec {
  /** A built-in's name, or the module reference as written. */
  readonly name: string;
  readonly ref: CodeRef;
  readonly options: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  /** In place of the DAG's. */
  readonly retry?: RetrySpec;
  /** In place of the DAG's. */
  readonly pool?: PoolUse;
}

/** What is wrong with the options that a file gives a callback. */
export interface OptionProblem {
  /** Null when the callback as a whole is the problem. */
  readonly option: string | null;
  /** A sentence. */
  readonly message: string;
}

/** What the reading of DAG files needs to know of callbacks. */
export interface CallbackCatalogue {
  /** Of the built-ins. */
  readonly names: readonly string[];
  /**
   * Everything that is wrong with a callback before it runs: missing module or export, options that do not fit. `timeout` has
   * been taken out of the options. A module is loaded for it, in a process of its own.
   */
  check(ref: CodeRef, options: Readonly<Record<string, unknown>>): Promise<readonly OptionProblem[]>;
}
