import { AppError } from "../core/app-error.ts";
import { BUILT_IN_CALLBACKS } from "./built-in-callbacks.ts";
import type { CallbackDefinition } from "./define-callback.ts";
import { loadCallback, type ImportModule } from "./load-callback.ts";
import { parseOptions } from "./options/parse-options.ts";

type Options = Readonly<Record<string, unknown>>;

/** What the reading of DAG files needs to know of callbacks. */
export interface CallbackCatalogue {
  readonly builtins: readonly {
    readonly name: string;
    /** Why these options do not fit, in sentences, or null. */
    optionsProblem(options: Options): string | null;
  }[];
  /**
   * Why a module has no such callback, or with `options` why those do not fit it, in sentences; null when all is well.
   * The module is loaded for it: its top level runs.
   */
  check(path: string, exportName: string, options?: Options): Promise<string | null>;
}

export function callbackCatalogue(deps: { readonly importModule: ImportModule }): CallbackCatalogue {
  return {
    builtins: Object.entries(BUILT_IN_CALLBACKS).map(([name, callback]) => ({
      name,
      optionsProblem: (options) => optionsProblem(callback, options),
    })),
    async check(path, exportName, options) {
      try {
        const callback = await loadCallback({ kind: "module", path, exportName }, deps);
        return options === undefined ? null : optionsProblem(callback, options);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [error.message, error.hint].filter((text) => text !== undefined).join(" ");
      }
    },
  };
}

function optionsProblem({ options: specs }: CallbackDefinition, given: Options): string | null {
  const problems = specs === null ? [] : parseOptions(specs, given).problems;
  return problems.length === 0 ? null : problems.join(" ");
}
