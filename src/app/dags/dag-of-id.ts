import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";

/**
 * A DAG of the project's folder by its id, and one with errors, whose id is not known, by the name of its file. Never a file by
 * its path: whoever asks may be anybody.
 *
 * @throws AppError DAG_NOT_FOUND
 */
export function dagOfId(id: string, loaded: readonly LoadedDag[]): LoadedDag {
  const found = loaded.find((dag) => idOf(dag) === id);
  if (found !== undefined) return found;
  throw new AppError("DAG_NOT_FOUND", `There is no DAG "${id}"`, { hint: suggestName(id, loaded.map(idOf)) });
}

function idOf({ spec, file }: LoadedDag): string {
  return spec?.id ?? path.parse(file).name;
}
