import { AppError } from "../core/errors/app-error.ts";
import { BUILT_IN_CALLBACKS, builtInCallback } from "./built-in-callbacks.ts";
import type { CallbackRef } from "./callback-spec.ts";
import { type OptionProblem, parseOptions } from "./parse-options.ts";
import type { UserCallbacks } from "./user/user-callbacks.ts";

/** What the reading of DAG files needs to know of callbacks. */
export interface CallbackCatalogue {
  /** Of the built-ins. */
  readonly names: readonly string[];
  /**
   * Everything that is wrong with a callback before it runs: missing module or export, options that do not fit.
   * A module is loaded for it, in a process of its own.
   */
  check(ref: CallbackRef, options: Readonly<Record<string, unknown>>): Promise<readonly OptionProblem[]>;
}

export function callbackCatalogue({ users }: { readonly users: UserCallbacks }): CallbackCatalogue {
  return {
    names: Object.keys(BUILT_IN_CALLBACKS),
    async check(ref, options) {
      try {
        if (ref.kind === "module") return await users.check(ref, options);
        const { options: specs } = builtInCallback(ref.name);
        return specs === null ? [] : parseOptions(specs, options).problems;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [{ option: null, message: [error.message, error.hint].filter((text) => text !== undefined).join(" ") }];
      }
    },
  };
}
