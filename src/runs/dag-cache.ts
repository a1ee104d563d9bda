import { AppError } from "../core/errors/app-error.ts";
import type { DagSpec } from "../factory/dag-spec.ts";
import { readStoredSpec } from "../factory/stored-spec.ts";
import { readDagVersion } from "../store/run/dags.ts";
import type { Database } from "../store/connection/transaction.ts";

/** The DAG versions that runs are pinned to. A version never changes, so it is read once. */
export interface DagCache {
  /** @throws AppError DAG_NOT_FOUND when the version is gone, DAG_VERSION_UNREADABLE */
  read(run: { readonly dagHash: string }): Promise<DagSpec>;
}

const MAX_KEPT = 64;

export function createDagCache(database: Database): DagCache {
  const kept = new Map<string, Promise<DagSpec>>();
  return {
    read({ dagHash }) {
      const known = kept.get(dagHash);
      if (known !== undefined) return known;
      const reading = readSpec(database, dagHash);
      kept.set(dagHash, reading);
      reading.catch(() => kept.delete(dagHash));
      const oldest = kept.keys().next().value;
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return reading;
    },
  };
}

async function readSpec(database: Database, hash: string): Promise<DagSpec> {
  const version = await readDagVersion(database, hash);
  if (version === null) throw new AppError("DAG_NOT_FOUND", `The DAG version ${hash.slice(0, 12)} is gone`);
  return readStoredSpec(version);
}
