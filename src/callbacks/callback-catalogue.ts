import { AppError } from "../core/errors/app-error.ts";
import { BUILT_IN_CALLBACKS } from "./built-in-callbacks.ts";
import type { CallbackRef } from "./callback-spec.ts";
import { loadCallback, type ImportModule } from "./load-callback.ts";
import { type OptionProblem, parseOptions } from "./options/parse-options.ts";

/** What the reading of DAG files needs to know of callbacks. */
export interface CallbackCatalogue {
  /** Of the built-ins. */
  readonly names: readonly string[];
  /**
   * Everything that is wrong with a callback before it runs: missing module or export, options that do not fit.
   * A module is loaded for it, so its top level runs.
   */
  check(ref: CallbackRef, options: Readonly<Record<string, unknown>>): Promise<readonly OptionProblem[]>;
}

export function callbackCatalogue(deps: { readonly importModule: ImportModule }): CallbackCatalogue {
  return {
    names: Object.keys(BUILT_IN_CALLBACKS),
    async check(ref, options) {
      try {
        const { options: specs } = await loadCallback(ref, deps);
        return specs === null ? [] : parseOptions(specs, options).problems;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [{ option: null, message: [error.message, error.hint].filter((text) => text !== undefined).join(" ") }];
      }
    },
  };
}
