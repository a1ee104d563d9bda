import { AppError } from "../core/errors/app-error.ts";
import { loadProblem } from "../core/errors/load-problem.ts";
import { askWhether } from "../core/text/suggest-name.ts";
import { nearestName } from "../core/text/nearest-name.ts";
import type { CodeRef } from "../core/spec/code-ref.ts";
import type { CallbackDefinition } from "./define-callback.ts";

/** Imports a module by its absolute path; rejects as `import()` does. */
export type ImportModule = (path: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Loads a user's module (`./callbacks/x.ts#name`; `default` without a `#name`); it may do so in a user's process only.
 * The export is a function or what `defineCallback` returned.
 *
 * @throws AppError FILE_NOT_FOUND, CALLBACK_INVALID or CALLBACK_EXPORT_MISSING
 */
export async function loadCallback(
  ref: Extract<CodeRef, { kind: "module" }>,
  deps: { readonly importModule: ImportModule },
): Promise<CallbackDefinition> {
  const module = await importUserModule(ref.path, deps.importModule);
  const exported = Object.hasOwn(module, ref.exportName) ? module[ref.exportName] : undefined;
  if (exported === undefined) throw exportMissing(ref.path, ref.exportName, Object.keys(module));
  if (typeof exported === "function") return { options: null, run: (context) => exported(context) as unknown };
  if (isDefinition(exported)) return exported;
  throw new AppError("CALLBACK_INVALID", `Export "${ref.exportName}" of ${ref.path} is no callback.`, {
    hint: "Export an async function that takes the callback context, or the result of defineCallback.",
  });
}

async function importUserModule(path: string, importModule: ImportModule): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(path);
  } catch (error) {
    if (isMissingFile(error, path)) {
      throw new AppError("FILE_NOT_FOUND", `The callback module ${path} does not exist.`, { cause: error });
    }
    throw new AppError("CALLBACK_INVALID", `The callback module ${path} cannot be loaded: ${loadProblem(error)}`, {
      hint: "Run the file with node to see the error in full.",
      cause: error,
    });
  }
}

/** Also true of a module that another one imports: only the path tells them apart. */
function isMissingFile(error: unknown, path: string): boolean {
  const isMissing =
    error instanceof Error && "code" in error && ["ERR_MODULE_NOT_FOUND", "ENOENT"].includes(String(error.code));
  return isMissing && error.message.startsWith(`Cannot find module '${path}'`);
}

function exportMissing(path: string, name: string, exports: readonly string[]): AppError {
  const near = nearestName(name, exports);
  const there = exports.length === 0 ? "It exports nothing." : `It exports ${exports.join(", ")}.`;
  const wanted = name === "default" ? "no default export" : `no export "${name}"`;
  return new AppError("CALLBACK_EXPORT_MISSING", `${path} has ${wanted}. ${there}`, {
    hint: near === null ? "Name one of its exports after the #." : askWhether(`#${near}`),
    details: { exports },
  });
}

function isDefinition(value: unknown): value is CallbackDefinition {
  return (
    typeof value === "object" &&
    value !== null &&
    "run" in value &&
    typeof value.run === "function" &&
    "options" in value
  );
}
