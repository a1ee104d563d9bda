import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import { FILE_KINDS, type FileKind, fileKindOf } from "../../core/retention/retention-spec.ts";
import { keysIn } from "../../depot/keys-in.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { listFilesOf, removeFileRows, type RunFile } from "../../store/retention/due-files.ts";
import { supersedeFiledResults } from "../../store/retention/filed-results.ts";
import { type DueRun, type DueRuns, lockDueRuns, removeRuns } from "../../store/retention/due-runs.ts";
import { runFolder } from "../files/depot-keys.ts";
import { type AsideFiles, setAside, sizesOf } from "./set-aside.ts";
import type { Tally } from "./tally.ts";

export interface CollectDeps {
  readonly database: Database;
  /** The project's folder, with `results/` in it. */
  readonly home: string;
  /** Where files of runs lie too. */
  readonly depot?: ProjectDepot;
  /** Stops between two batches when it fires; what was removed until then stays removed. */
  readonly signal?: AbortSignal;
  /** Takes what could not be removed, and why; the rest goes on. */
  readonly onFailure: (what: string, error: unknown) => void;
}

/** Which runs are to lose what, and who says so. */
export interface Removal {
  readonly due: DueRuns;
  /** `rows`: the runs with all that is left of them. */
  readonly what: FileKind | "rows";
  readonly act: Act;
  /** What the audit has besides the runs: by which rule. */
  readonly details: Readonly<Record<string, unknown>>;
}

interface Removed {
  readonly gone: readonly DueRun[];
  readonly files: readonly RunFile[];
}

/**
 * Removes files of runs that are due, or the runs with all their files. Which these are is decided under the lock on the runs, in
 * the transaction that removes the rows: a run that is begun again before keeps everything, and one that is begun again after
 * writes files of its own, which nobody removes. Files on this host go out of sight by one rename meanwhile; what takes long (large
 * folders, the depot) is removed when nobody can ask for it any more, and if that is cut off by the next collection.
 *
 * @returns of which runs
 * @throws AppError DEPOT_REFUSED where files lie in a depot that this process does not know, and as the depot's; nothing is removed then
 */
export async function collectBatch(
  runs: readonly DueRun[],
  removal: Removal,
  { tally, deps }: { readonly tally: Tally; readonly deps: CollectDeps },
): Promise<readonly RunId[]> {
  const { database, depot, home, onFailure } = deps;
  const ids = runs.map(({ id }) => id);
  const { what } = removal;
  const kinds = what === "rows" ? FILE_KINDS : [what];
  // Before the lock, so that all are of attempts that had ended by then.
  const keys = await keysOf(ids, what, deps);
  const aside = new Map<RunId, AsideFiles>();
  const putBack = async (id: RunId, files: AsideFiles): Promise<void> => {
    aside.delete(id);
    await files.putBack().catch((error: unknown) => onFailure(`the files of run ${id} in ${files.folder}`, error));
  };
  const remove = async (transaction: Transaction): Promise<Removed> => {
    // Between two statements it moves folders, for as long as the disk takes.
    await transaction.query("set local idle_in_transaction_session_timeout to 0");
    // A deadlock begins the transaction again, perhaps without one of them.
    for (const [id, files] of aside) await putBack(id, files);
    const gone: DueRun[] = [];
    for (const run of await lockDueRuns(transaction, removal.due, ids)) {
      try {
        const files = await setAside(home, run.id, what === "rows" ? "all" : kinds);
        if (files !== null) aside.set(run.id, files);
        gone.push(run);
      } catch (error) {
        onFailure(`the files of run ${run.id}`, error);
      }
    }
    const goneIds = gone.map(({ id }) => id);
    const files = await removeFileRows(transaction, goneIds, kinds);
    if (kinds.includes("artifacts")) await supersedeFiledResults(transaction, goneIds);
    if (what === "rows") await removeRuns(transaction, goneIds);
    await recordRemovals(transaction, gone, removal);
    return { gone, files };
  };
  const removed = await inTransaction(database, remove).catch(async (error: unknown) => {
    for (const [id, files] of aside) await putBack(id, files);
    throw error;
  });
  await tallyRemoved(removed, aside, { tally, what });
  for (const [id, files] of aside) {
    await files.remove().catch((error: unknown) => onFailure(`the files of run ${id} in ${files.folder}`, error));
  }
  const gone = new Set(removed.gone.map(({ id }) => id));
  const needless = keys.filter(({ runId }) => gone.has(runId)).map(({ key }) => key);
  await depot?.depot.remove(needless).catch((error: unknown) => onFailure("files in the depot", error));
  return [...gone];
}

async function recordRemovals(
  transaction: Transaction,
  gone: readonly DueRun[],
  { what, act, details }: Removal,
): Promise<void> {
  for (const [dagId, runs] of Map.groupBy(gone, (run) => run.dagId)) {
    const said = { ...details, ...(what !== "rows" && { only: what }), runs: runs.length };
    const ids = runs.map(({ id }) => id);
    await recordAct(transaction, { action: "prune", dagId, details: { ...said, ids } }, act);
  }
}

async function tallyRemoved(
  { gone, files }: Removed,
  aside: ReadonlyMap<RunId, AsideFiles>,
  { tally, what }: { readonly tally: Tally; readonly what: Removal["what"] },
): Promise<void> {
  const filesOf = Map.groupBy(files, ({ runId }) => runId);
  for (const { id, dagId } of gone) {
    const own = filesOf.get(id) ?? [];
    for (const { name, bytes } of own) tally.add(fileKindOf(name), dagId, { count: 1, bytes });
    const folder = aside.get(id)?.folder;
    const unnamed = folder === undefined ? [] : await sizesOf(folder, new Set(own.map(({ name }) => name)));
    for (const { kind, files: count, bytes } of unnamed) tally.add(kind, dagId, { count, bytes });
    if (what === "rows") tally.add("runs", dagId, { count: 1, bytes: 0 });
  }
}

async function keysOf(
  runs: readonly RunId[],
  what: Removal["what"],
  { database, depot }: CollectDeps,
): Promise<readonly { readonly runId: RunId; readonly key: string }[]> {
  const known = (await listFilesOf(database, runs, what === "rows" ? FILE_KINDS : [what])).filter(
    ({ key }) => key !== null,
  );
  if (depot === undefined) {
    const [first] = known;
    if (first === undefined) return [];
    throw new AppError("DEPOT_REFUSED", `Files of run ${first.runId} lie in a depot that this process does not know`, {
      hint: "Set NIGHTGRID_ARTIFACTS to what it is where the run was computed: they would stay there for ever.",
    });
  }
  const asked = what === "rows" ? runs : [...new Set(known.map(({ runId }) => runId))];
  const found: { readonly runId: RunId; readonly key: string }[] = [];
  for (const runId of asked) {
    for (const key of await keysIn(depot.depot, `${runFolder(runId)}/`)) {
      if (what === "rows" || fileKindOf(path.posix.basename(key)) === what) found.push({ runId, key });
    }
  }
  return found;
}
