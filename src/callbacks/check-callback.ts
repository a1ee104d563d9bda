import { AppError } from "../core/app-error.ts";
import type { CallbackRef } from "./callback-spec.ts";
import { loadCallback, type ImportModule } from "./load-callback.ts";
import { parseOptions, type OptionProblem } from "./options/parse-options.ts";

/**
 * Everything that is wrong with a callback of a DAG file before it runs: unknown name, missing module or export,
 * unknown or unusable options. A module is loaded for it, so its top level runs.
 */
export async function checkCallback(
  ref: CallbackRef,
  options: Readonly<Record<string, unknown>>,
  deps: { readonly importModule: ImportModule },
): Promise<readonly OptionProblem[]> {
  try {
    const { options: specs } = await loadCallback(ref, deps);
    return specs === null ? [] : parseOptions(specs, options).problems;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ option: null, message: [error.message, error.hint].filter((text) => text !== undefined).join(" ") }];
  }
}
