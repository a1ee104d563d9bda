import type { LoadedDag } from "../factory/check-dag.ts";
import type { FactoryDeps } from "../factory/factory-deps.ts";
import { loadDag } from "../factory/load-dag.ts";
import type { Look, SeenKind } from "./file-signature.ts";

/** A DAG file as it was read, and everything that was looked at for it. */
export interface DagReading {
  readonly loaded: LoadedDag;
  readonly seen: readonly Seen[];
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
export async function isCurrent({ seen }: DagReading, now: Look): Promise<boolean> {
  const same = await Promise.all(
    seen.map(async ({ file, kind, signature }) => (await now.signatureOf(kind, file)) === signature),
  );
  return same.every(Boolean);
}

/** Never rejects, as `loadDag`. */
export async function readDag(file: string, deps: FactoryDeps, now: Look): Promise<DagReading> {
  const seen = new Map<string, Seen>();
  const see = async (path: string, kind: SeenKind, isWritten: boolean): Promise<void> => {
    const key = `${kind} ${path}`;
    const isKnown = seen.get(key)?.isWritten === true || (seen.has(key) && !isWritten);
    if (!isKnown) seen.set(key, { file: path, kind, signature: await now.signatureOf(kind, path), isWritten });
  };
  const recording: FactoryDeps = {
    ...deps,
    readText: async (path) => {
      await see(path, "file", true);
      return deps.readText(path);
    },
    exists: async (path) => {
      await see(path, "file", false);
      return deps.exists(path);
    },
    checkFile: async (path, dagFile) => {
      await see(path, "file", false);
      return deps.checkFile(path, dagFile);
    },
    strategies: {
      ...deps.strategies,
      load: async (path, exportName) => {
        await see(path, "module", true);
        return deps.strategies.load(path, exportName);
      },
    },
    callbacks: {
      ...deps.callbacks,
      check: async (ref, options) => {
        if (ref.kind === "module") await see(ref.path, "module", true);
        return deps.callbacks.check(ref, options);
      },
    },
  };
  return { loaded: await loadDag(file, recording), seen: [...seen.values()] };
}
