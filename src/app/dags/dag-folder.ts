import { readdir } from "node:fs/promises";
import path from "node:path";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { FactoryDeps } from "../../factory/factory-deps.ts";
import { isDefaultsFile } from "../../factory/yaml/read-layers.ts";
import type { ModuleLoads } from "./module-loads.ts";
import type { ProjectContext } from "../project-context.ts";

/**
 * The DAG files of a project, absolute, by name: whatever is named `*.yaml` or `*.yml` in `dags/`, but for what they have
 * in common (`defaults.yaml`) and hidden files. Empty when there is no such folder.
 *
 * @throws what the system says of a folder that is there but cannot be read: no DAG of it is gone
 */
export async function listDagFiles(home: string): Promise<readonly string[]> {
  const folder = dagFolder(home);
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => /^[^.][^]*\.ya?ml$/i.test(name) && !isDefaultsFile(name))
    .sort()
    .map((name) => path.join(folder, name));
}

export function dagFolder(home: string): string {
  return path.join(home, "dags");
}

export interface LoadContext extends ProjectContext {
  readonly cwd: string;
  /** Hears now and again which modules are waited for, when that takes long. */
  readonly onWaiting?: (modules: readonly string[]) => void;
}

/** A command waits for as long as modules come in, and gives up when none has for this time, in milliseconds. */
const PATIENCE_MS = 30_000;
const TELL_MS = 3000;

/**
 * Reads and checks files, relative ones from the working folder. Of files in `dags/` it is also checked that no other one
 * there has the same id.
 */
export async function loadDagFiles(files: readonly string[], context: LoadContext): Promise<readonly LoadedDag[]> {
  const { factoryDeps } = await import("../factory-deps.ts");
  const { moduleLoads } = await import("./module-loads.ts");
  const { patientDeps } = await import("./patient-deps.ts");
  const loads = moduleLoads({ patienceMs: PATIENCE_MS, isRenewed: true });
  const deps = patientDeps(await factoryDeps(context), loads.look());
  const told = tellOfWaiting(loads, context.onWaiting);
  try {
    return await loadNamed(files, context, deps);
  } finally {
    told.stop();
  }
}

async function loadNamed(
  files: readonly string[],
  context: LoadContext,
  deps: FactoryDeps,
): Promise<readonly LoadedDag[]> {
  const { loadDag } = await import("../../factory/load-dag.ts");
  const { refuseDuplicateIds } = await import("../../factory/duplicate-ids.ts");
  const named = [...new Set(files.map((file) => path.resolve(context.cwd, file)))];
  const loaded = await Promise.all(named.map((file) => loadDag(file, deps)));
  const others = await rivalsOf(loaded, context.home, deps);
  const rivals = await Promise.all(others.map((file) => loadDag(file, deps)));
  return refuseDuplicateIds([...loaded, ...rivals]).slice(0, loaded.length);
}

function tellOfWaiting(loads: ModuleLoads, onWaiting: LoadContext["onWaiting"]): { stop(): void } {
  const tell = (): void => {
    if (loads.files().length > 0) onWaiting?.(loads.files());
  };
  const timer = setInterval(tell, TELL_MS);
  return { stop: () => clearInterval(timer) };
}

/** Files beside those of `dags/` that may have one of their ids, by their text. */
async function rivalsOf(loaded: readonly LoadedDag[], home: string, deps: FactoryDeps): Promise<readonly string[]> {
  const { idGivenBy } = await import("../../factory/duplicate-ids.ts");
  const folder = dagFolder(home);
  const ids = loaded.filter(({ file }) => path.dirname(file) === folder).flatMap((dag) => idGivenBy(dag) ?? []);
  if (ids.length === 0) return [];
  const others = (await listDagFiles(home)).filter((file) => loaded.every((dag) => dag.file !== file));
  const texts = await Promise.all(others.map((file) => deps.readText(file).catch(() => null)));
  return others.filter((_, i) => mayGive(texts[i] ?? null, ids));
}

/** False only for a text that has an id of its own, which is none of `ids`. */
function mayGive(text: string | null, ids: readonly string[]): boolean {
  if (text === null) return false;
  const isOwn = /^id\s*:[^$*]*$/m.test(text);
  return !isOwn || ids.some((id) => text.includes(id));
}
