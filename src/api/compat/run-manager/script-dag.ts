import path from "node:path";
import { generatedDag } from "../../../app/dags/generated-dag.ts";
import type { GoodDag } from "../../../app/dags/load-dag.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import type { ApiService } from "../../api-service.ts";
import type { FoundScript } from "./find-script.ts";

/** What the DAGs begin with whose runs the run manager has started. */
export const RUN_MANAGER_DAGS = "run_manager_";
const LONGEST_ID = 64;

export function scriptDagId(name: string): string {
  const word = name.replace(/\.[^./]*$/, "").replaceAll(/[^A-Za-z0-9]+/g, "_");
  return `${RUN_MANAGER_DAGS}${word}`.slice(0, LONGEST_ID);
}

/**
 * The one DAG of a script: it runs it once, as it is, each time. A `defaults.yaml` in the folder of scripts says what all of
 * them have besides: limits, and rules of their files.
 *
 * @param scripts absolute folder
 * @throws AppError ACTION_REFUSED when a DAG file of the project has its id; those of `generatedDag`
 */
export async function scriptDag(
  { name, file }: FoundScript,
  { params, scripts }: { readonly params: Params; readonly scripts: string },
  { context, readDags }: Pick<ApiService, "context" | "readDags">,
): Promise<GoodDag> {
  const id = scriptDagId(name);
  const own = (await readDags()).find(({ spec }) => spec?.id === id);
  if (own !== undefined) {
    throw new AppError("ACTION_REFUSED", `Runs of ${name} would be those of ${path.basename(own.file)}.`, {
      hint: `Give that DAG another id than ${id}.`,
    });
  }
  const document = {
    id,
    description: `${name}, started through the API of the run manager`,
    // Each run is to run: results that are known already are no reason not to.
    backtest: { script: file, params, volatile: true },
    // Who starts it asks how it went; nobody else is to be woken.
    alerts: [],
  };
  return generatedDag(document, path.join(scripts, `${id}.yaml`), context);
}
