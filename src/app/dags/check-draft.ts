import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { checkDag, type LoadedDag } from "../../factory/check-dag.ts";
import type { FactoryDeps } from "../../factory/factory-deps.ts";
import { isDefaultsFile } from "../../factory/yaml/read-layers.ts";
import { factoryDeps } from "../factory-deps.ts";
import type { ProjectContext } from "../project-context.ts";
import { dagFolder } from "./dag-folder.ts";

/**
 * Checks the text of a DAG file that lies nowhere, as if it lay in `dags/`. It may come from anybody: it sees no variable of
 * the environment, and reads no file but the `defaults.yaml` there. Modules that it names are those of the project.
 *
 * @param name of the file that it would be
 */
export async function checkDraft(text: string, name: string, context: ProjectContext): Promise<LoadedDag> {
  const deps = await factoryDeps(context);
  const restricted: FactoryDeps = {
    ...deps,
    env: {},
    readText: (file) => (isDefaultsFile(file) ? deps.readText(file) : refuse(file)),
  };
  return checkDag(text, path.join(dagFolder(context.home), name), restricted);
}

async function refuse(file: string): Promise<never> {
  throw new AppError("FILE_OUTSIDE_PROJECT", `A draft reads no other file: ${path.basename(file)}`, {
    hint: "Save it in dags/ to check it with the files that it builds on.",
  });
}
