import { readdir } from "node:fs/promises";
import path from "node:path";
import type { LoadedDag } from "../factory/check-dag.ts";
import type { ProjectContext } from "./project-context.ts";

/** The DAG files of a project: `dags/*.yaml` but `defaults.yaml`, absolute, by name. Empty when there is no such folder. */
export async function listDagFiles(home: string): Promise<readonly string[]> {
  const folder = dagFolder(home);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !/^defaults\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

export function dagFolder(home: string): string {
  return path.join(home, "dags");
}

/** Reads and checks files, relative ones from the working folder. */
export async function loadDagFiles(
  files: readonly string[],
  context: ProjectContext & { readonly cwd: string },
): Promise<readonly LoadedDag[]> {
  const { factoryDeps } = await import("./factory-deps.ts");
  const { loadDag } = await import("../factory/load-dag.ts");
  const deps = await factoryDeps(context);
  return Promise.all(files.map((file) => loadDag(path.resolve(context.cwd, file), deps)));
}
