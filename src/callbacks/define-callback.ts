import type { Callback, CallbackContext } from "./callback-context.ts";
import type { OptionSpecs, OptionsOf } from "../core/params/option-spec.ts";

/** The context of a callback that declares its options. */
export type ContextWith<Options> = Omit<CallbackContext, "options"> & { readonly options: Options };

/** A callback with its options. What `run` returns is passed on under the callback's name when it has a JSON form. */
export interface CallbackDefinition<S extends OptionSpecs = OptionSpecs> {
  readonly description?: string;
  /** Null: any options are handed over as they are. */
  readonly options: S | null;
  run(context: ContextWith<OptionsOf<S>>): unknown;
}

/**
 * Gives a user's callback its types: `context.options` has the declared names, types and defaults, and a
 * misspelt option is an error before anything runs.
 *
 * ```ts
 * export const publish = defineCallback({
 *   options: { top: { kind: "int", default: 3, min: 1 } },
 *   async run({ results, options, log }) {
 *     for (const cell of await results.best(options.top)) log.info("best", { params: cell.params });
 *   },
 * });
 * ```
 */
export function defineCallback<const S extends OptionSpecs>(definition: {
  readonly description?: string;
  readonly options: S;
  run(context: ContextWith<OptionsOf<S>>): unknown;
}): CallbackDefinition<S>;
/** The short form, for callbacks that take no options or check them on their own. */
export function defineCallback(callback: Callback): Callback;
export function defineCallback(callback: Callback | CallbackDefinition): Callback | CallbackDefinition {
  return callback;
}
