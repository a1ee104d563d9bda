import type { LoadedDag } from "../../factory/check-dag.ts";
import type { FactoryDeps } from "../../factory/factory-deps.ts";
import { loadDag } from "../../factory/load-dag.ts";
import { isStillLoading } from "../../factory/still-loading.ts";
import { FIRST_FAILURE_MS } from "../../sandbox/modules/learned-facts.ts";
import type { Look, SeenKind } from "./file-signature.ts";
import type { LookLoads, ModuleLoads } from "./module-loads.ts";
import { patientDeps } from "./patient-deps.ts";

/** A DAG file as it was read, and everything that was looked at for it. */
export interface DagReading {
  readonly loaded: LoadedDag;
  readonly seen: readonly Seen[];
  /** Keys of modules that it went on without (see `ModuleLoads`). */
  readonly lacks: readonly string[];
  /** When a module that could not be loaded may be tried again, on the process's own clock; null when all could. */
  readonly retryAt: number | null;
}

export interface ReadDeps {
  readonly factory: FactoryDeps;
  readonly now: Look;
  readonly loads: LookLoads;
}

interface Seen {
  readonly file: string;
  readonly kind: SeenKind;
  /** As it was before it was read, so that a change while it was read is seen at the next look. */
  readonly signature: string;
  /** Whether people write in it, rather than programs: YAML and code. */
  readonly isWritten: boolean;
}

/** Whether reading the file again would give the same. */
export async function isCurrent(
  { seen, lacks, retryAt }: DagReading,
  now: Look,
  loads: Pick<ModuleLoads, "isLoading">,
): Promise<boolean> {
  if (!lacks.every((key) => loads.isLoading(key))) return false;
  if (retryAt !== null && performance.now() >= retryAt) return false;
  const same = await Promise.all(
    seen.map(async ({ file, kind, signature }) => (await now.signatureOf(kind, file)) === signature),
  );
  return same.every(Boolean);
}

/** Never rejects, as `loadDag`. */
export async function readDag(file: string, { factory, now, loads }: ReadDeps): Promise<DagReading> {
  const seen = new Map<string, Seen>();
  const lacks: string[] = [];
  let retryAt: number | null = null;
  const see = async (path: string, kind: SeenKind, isWritten: boolean): Promise<string> => {
    const key = `${kind} ${path}`;
    const signature = await now.signatureOf(kind, path);
    const isKnown = seen.get(key)?.isWritten === true || (seen.has(key) && !isWritten);
    if (!isKnown) seen.set(key, { file: path, kind, signature, isWritten });
    return signature;
  };
  const onFailed = (error: unknown, key: string): void => {
    if (isStillLoading(error)) lacks.push(key);
    else retryAt = performance.now() + FIRST_FAILURE_MS;
  };
  const patient = patientDeps(factory, loads, (path) => see(path, "module", true), onFailed);
  const recording: FactoryDeps = {
    ...patient,
    readText: async (path) => {
      await see(path, "file", true);
      return factory.readText(path);
    },
    exists: async (path) => {
      await see(path, "file", false);
      return factory.exists(path);
    },
    checkFile: async (path, dagFile) => {
      await see(path, "file", false);
      return factory.checkFile(path, dagFile);
    },
  };
  const dag = await loadDag(file, recording);
  return { loaded: dag, seen: [...seen.values()], lacks, retryAt };
}
