import path from "node:path";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import {
  addDagVersion,
  type DagRow,
  listDags,
  readDagVersion,
  setDagState,
  setDagVersion,
} from "../../store/run/dags.ts";
import { inTransaction } from "../../store/transaction.ts";
import type { RunDeps } from "../run-deps.ts";
import { dagVersion } from "../start/run-plan.ts";

export interface RegisterRequest {
  /** Every DAG file of the folder, good or bad. */
  readonly loaded: readonly Pick<LoadedDag, "file" | "text" | "spec" | "diagnostics">[];
  /** DAGs known from this folder whose file is gone lose their schedule. */
  readonly folder: string;
}

type LoadedFile = RegisterRequest["loaded"][number];

/**
 * Takes over what the DAG files say now. A bad file turns its own DAG red and touches nothing else: its last
 * good version keeps its schedule. A schedule that is new or has changed owes no slots of the past.
 *
 * @returns the ids of the DAGs that these files are, red ones included
 */
export async function registerDags(
  request: RegisterRequest,
  deps: Pick<RunDeps, "database" | "clock">,
): Promise<ReadonlySet<string>> {
  const known = await listDags(deps.database);
  const owners = new Map<string, string>();
  for (const loaded of request.loaded) {
    const id = idOf(loaded, known);
    const owner = owners.get(id);
    if (loaded.spec !== null && owner === undefined) await registerGood(loaded, loaded.spec, deps);
    else await setDagState(deps.database, redDag(loaded, id, owner));
    owners.set(id, owner ?? loaded.file);
  }
  const files = new Set(request.loaded.map((loaded) => loaded.file));
  for (const dag of known) {
    const isGone = path.dirname(dag.file) === request.folder && !files.has(dag.file) && !owners.has(dag.id);
    if (isGone) await setDagState(deps.database, { ...dag, state: "removed", error: null });
  }
  return new Set(owners.keys());
}

/** A file without a readable id is known by its file, or else by the file's name. */
function idOf(loaded: LoadedFile, known: readonly DagRow[]): string {
  if (loaded.spec !== null) return loaded.spec.id;
  return known.find((dag) => dag.file === loaded.file)?.id ?? path.parse(loaded.file).name;
}

/** @param owner the file that has the same id, when that is what is wrong */
function redDag(loaded: LoadedFile, id: string, owner: string | undefined) {
  const duplicate = [
    { code: "DAG_NAME_DUPLICATE", message: `The DAG "${id}" is in ${owner ?? ""} already`, file: loaded.file },
  ];
  const error = loaded.spec === null ? loaded.diagnostics : duplicate;
  const stem = path.parse(loaded.file).name;
  return { id: owner === undefined ? id : `${id} (${stem})`, file: loaded.file, state: "error", error } as const;
}

async function registerGood(
  loaded: LoadedFile,
  spec: DagSpec,
  deps: Pick<RunDeps, "database" | "clock">,
): Promise<void> {
  const version = dagVersion({ ...loaded, spec });
  await inTransaction(deps.database, async (transaction) => {
    const dag = (await listDags(transaction)).find((row) => row.id === spec.id);
    if (dag?.hash === version.hash && dag.state === "ok" && dag.file === loaded.file && dag.scheduledSince !== null) {
      return;
    }
    const before = dag === undefined || dag.hash === null ? null : await readDagVersion(transaction, dag.hash);
    const old = before === null || dag?.state === "removed" ? null : (before.spec as DagSpec).schedule;
    const isNew = dag === undefined || dag.scheduledSince === null;
    const rescheduled = isNew || canonicalJson(old) !== canonicalJson(spec.schedule);
    await addDagVersion(transaction, version);
    const now = deps.clock.now();
    await setDagVersion(transaction, { id: spec.id, file: loaded.file, hash: version.hash, now, rescheduled });
  });
}
