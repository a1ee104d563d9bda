import path from "node:path";
import { messageOf } from "../../core/errors/app-error.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { Diagnostic } from "../../factory/diagnostics/diagnostic.ts";
import { idGivenBy } from "../../factory/duplicate-ids.ts";
import { awaitsModule } from "../../factory/still-loading.ts";
import { readableSpec } from "../../factory/stored-spec.ts";
import {
  addDagVersion,
  type DagRow,
  type DagVersion,
  listDags,
  readDagVersion,
  setDagState,
  setDagVersion,
} from "../../store/run/dags.ts";
import { inTransaction, isConnectionLost, type Transaction } from "../../store/connection/transaction.ts";
import type { RunDeps } from "../run-deps.ts";
import { dagVersion } from "../start/run-plan.ts";

export interface RegisterRequest {
  /** Every DAG file of the folder, good or bad. */
  readonly loaded: readonly LoadedDag[];
  /** DAGs known from this folder that none of the files is any more lose their schedule. */
  readonly folder: string;
}

type Deps = Pick<RunDeps, "database" | "clock">;
type GoodDag = LoadedDag & { readonly spec: DagSpec };

/**
 * Takes over what the DAG files say now. A bad file turns its own DAG red and touches nothing else: its last
 * good version keeps its schedule. A schedule that is new or has changed owes no slots of the past.
 *
 * @param request no two good ones have the same id, as `refuseDuplicateIds` sees to
 * @returns the ids of the DAGs that these files are, red ones included
 */
export async function registerDags(request: RegisterRequest, deps: Deps): Promise<ReadonlySet<string>> {
  const known = new Map((await listDags(deps.database)).map((dag) => [dag.id, dag]));
  const owners = new Map<string, LoadedDag>();
  for (const loaded of request.loaded.filter(isGood)) {
    owners.set(loaded.spec.id, loaded);
    await registerGood(loaded, known.get(loaded.spec.id), deps);
  }
  for (const loaded of request.loaded.filter((each) => !isGood(each))) {
    const isFree = (name: string) => !owners.has(name) && folderOf(known.get(name) ?? loaded) === request.folder;
    const id = namesOf(loaded, known).find(isFree) ?? loaded.file;
    owners.set(id, loaded);
    // Of a module that is not loaded yet nobody knows whether it is bad.
    const isOpen = awaitsModule(loaded) && isRun(known.get(id));
    if (!isOpen) await turnRed(loaded, id, loaded.diagnostics, deps);
  }
  for (const dag of known.values()) {
    const isGone = folderOf(dag) === request.folder && !owners.has(dag.id) && dag.state !== "removed";
    if (isGone) await setDagState(deps.database, { ...dag, state: "removed", error: null });
  }
  return new Set(owners.keys());
}

function folderOf({ file }: { readonly file: string }): string {
  return path.dirname(file);
}

/** Whether a DAG has a version that its schedule goes on with. */
function isRun(dag: DagRow | undefined): boolean {
  return dag?.state === "ok" && dag.hash !== null && dag.scheduledSince !== null;
}

function isGood(loaded: LoadedDag): loaded is GoodDag {
  return loaded.spec !== null;
}

/**
 * Under which ids a bad file may be known, the best first: that of its last good version, the one that it gives, its
 * file's name. What another file has already is not taken from it.
 */
function namesOf(loaded: LoadedDag, known: ReadonlyMap<string, DagRow>): readonly string[] {
  const { file } = loaded;
  const stem = path.parse(file).name;
  const before = [...known.values()].filter((dag) => dag.file === file).map((dag) => dag.id);
  const given = idGivenBy(loaded);
  return [...before, ...(given === null ? [] : [given]), stem, `${stem} (${path.basename(file)})`];
}

async function turnRed(loaded: LoadedDag, id: string, error: readonly Diagnostic[], deps: Deps): Promise<void> {
  const { file } = loaded;
  await setDagState(deps.database, { id, file, state: "error", error: error.map(storable) });
}

/** A line of a bad file may hold what no database takes. */
function storable(diagnostic: Diagnostic): Diagnostic {
  const { message, excerpt } = diagnostic;
  return { ...diagnostic, message: storableText(message), excerpt: storableText(excerpt) };
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

/** A version that cannot be kept, whatever the reason, turns this DAG red, and the others go on. */
async function registerGood(loaded: GoodDag, known: DagRow | undefined, deps: Deps): Promise<void> {
  const version = dagVersion(loaded);
  if (known !== undefined && isRegistered(known, loaded.file, version.hash)) return;
  try {
    await inTransaction(deps.database, (transaction) =>
      register(transaction, loaded, { version, now: deps.clock.now() }),
    );
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    const message = storableText(`This version cannot be kept: ${messageOf(error)}.`);
    await turnRed(loaded, loaded.spec.id, [{ ...WHOLE_FILE, file: loaded.file, message }], deps);
  }
}

const WHOLE_FILE = {
  severity: "error",
  code: "DAG_INVALID",
  hint: null,
  line: 1,
  column: 1,
  endColumn: 2,
  path: "",
  excerpt: "",
} as const;

function isRegistered(dag: DagRow, file: string, hash: string): boolean {
  return dag.hash === hash && dag.state === "ok" && dag.file === file && dag.scheduledSince !== null;
}

async function register(
  transaction: Transaction,
  { file, spec }: GoodDag,
  { version, now }: { readonly version: DagVersion; readonly now: Date },
): Promise<void> {
  const dag = (await listDags(transaction)).find((row) => row.id === spec.id);
  if (dag !== undefined && isRegistered(dag, file, version.hash)) return;
  const before = dag === undefined || dag.hash === null ? null : await readDagVersion(transaction, dag.hash);
  const old = before === null || dag?.state === "removed" ? null : (readableSpec(before)?.schedule ?? null);
  const isNew = dag === undefined || dag.scheduledSince === null;
  const rescheduled = isNew || canonicalJson(old) !== canonicalJson(spec.schedule);
  await addDagVersion(transaction, version);
  await setDagVersion(transaction, { id: spec.id, file, hash: version.hash, now, rescheduled });
}
