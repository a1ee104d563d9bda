import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { RetentionSpec } from "../../core/retention/retention-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { CollectDeps } from "./collect-batch.ts";
import { collectResults, collectRuns } from "./collect-runs.ts";
import { type DataPlace } from "./data/data-place.ts";
import { depotData } from "./data/depot-data.ts";
import { findNeedlessData } from "./data/find-needless-data.ts";
import { findStrayObjects } from "./data/find-stray-objects.ts";
import { hostData } from "./data/host-data.ts";
import { readNeededData } from "./data/needed-data.ts";
import { runsWithFolder } from "./run-folders.ts";
import { listForeignRuns } from "../../store/retention/removed-runs.ts";
import { findLeftovers } from "./find-leftovers.ts";
import { measureDue } from "./measure-due.ts";
import { readDueKinds, runsOfGoldens } from "./retention-rules.ts";
import { type Collected, Tally } from "./tally.ts";
import { collectWaste, type FindWaste } from "./waste.ts";

export interface GarbageRequest {
  /** Of runs whose DAG says nothing else. */
  readonly usual: RetentionSpec;
  /** For how long the data of a version are kept after another one has followed on it, in milliseconds; null: for ever. */
  readonly keepDataMs: number | null;
  /** Only counts what would go. */
  readonly isDry: boolean;
  readonly act: Act;
}

export interface Garbage {
  readonly collected: readonly Collected[];
  /** What could not be removed, or not be looked for, and why; it is tried again the next time. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly what: string;
  readonly error: unknown;
}

type GarbageDeps = Omit<CollectDeps, "onFailure">;

/**
 * Removes what is due by the rules of retention, and then what nobody needs any more. Any number of processes may do so at a time, and
 * one that is killed is gone on with by the next. Where something fails the rest goes on.
 */
export async function collectGarbage(
  { usual, keepDataMs, isDry, act }: GarbageRequest,
  given: GarbageDeps,
): Promise<Garbage> {
  const tally = new Tally();
  const failures: Failure[] = [];
  const onFailure = (what: string, error: unknown): void => {
    if (given.signal?.aborted !== true) failures.push({ what, error });
  };
  const deps = { ...given, onFailure };
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (given.signal?.aborted !== true) await work().catch((error: unknown) => onFailure(what, error));
  };
  const { database } = deps;
  await attempt("old runs", async () => {
    const kept = await runsOfGoldens(deps.home);
    const kinds = await readDueKinds(database, usual);
    if (isDry) await measureDue(kinds, kept, deps, tally);
    else {
      for (const kind of kinds) {
        const removal = { act, details: { by: "retention" } };
        await attempt(`old ${kind.kind}`, () => collectRuns(kind, removal, { kept, tally, deps }));
      }
    }
  });
  if (!isDry) await attempt("results", () => collectResults({ tally, deps }));
  for (const [what, find] of findersOf(deps, { now: await earlierNow(deps), keepDataMs })) {
    await attempt(what, () => collectWaste(find, { ...deps, tally, isDry }));
  }
  return { collected: tally.items(), failures };
}

/** In the order in which they are asked: strays first, since they tell whether another database has files in the same place. */
function* findersOf(
  { database, home, depot, onFailure }: CollectDeps,
  { now, keepDataMs }: { readonly now: Date; readonly keepDataMs: number | null },
): Generator<readonly [string, FindWaste]> {
  yield ["what dead processes left", () => findLeftovers({ database, home, now })];
  const needed = once(() => readNeededData(database, { home, keepMs: keepDataMs }));
  const findData = async function* (place: DataPlace, foreign: readonly RunId[]) {
    const [first] = foreign;
    if (first === undefined) yield* findNeedlessData(place, await needed(), now);
    else onFailure(`data in ${place.address}`, notOurs(place, first));
  };
  yield [
    "data",
    async function* () {
      yield* findData(hostData(home), await listForeignRuns(database, [...(await runsWithFolder(home)).keys()]));
    },
  ];
  if (depot === undefined) return;
  const foreign: RunId[] = [];
  const onForeign = (runs: readonly RunId[]): void => void foreign.push(...runs);
  yield ["files in the depot", () => findStrayObjects({ database, depot: depot.depot, now, onForeign })];
  yield ["data in the depot", () => findData(depotData(depot.depot), foreign)];
}

/** A run that this database never had: what it has read nobody here knows. */
function notOurs({ address }: DataPlace, run: RunId): AppError {
  return new AppError("GC_INCOMPLETE", `files of run ${run} lie there, which this database never had`, {
    hint: `Does another database have its files in ${address}? Each needs a place of its own. If not, remove the files of that run by hand.`,
  });
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= read());
}

/** The earlier of two clocks: one that is ahead makes nothing old. */
async function earlierNow({ database }: GarbageDeps): Promise<Date> {
  const [here, there] = [new Date(), await readNow(database)];
  return here < there ? here : there;
}
