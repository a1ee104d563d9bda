import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { parseRunId, type RunId } from "../../../core/names/ids.ts";
import type { Depot, FoundObject } from "../../../depot/depot.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { readKeysInUse } from "../../../store/retention/depot-keys.ts";
import { listForeignRuns, listRemovedRuns } from "../../../store/retention/removed-runs.ts";
import type { Waste } from "../waste.ts";

/** By then whoever has put something has written its row, or was killed. */
const GRACE_MS = DAY_MS;
const OBJECTS_AT_ONCE = 1000;

export interface StrayDeps {
  readonly database: Connection;
  readonly depot: Depot;
  readonly now: Date;
  /** Hears of runs that this database never had. */
  readonly onForeign: (runs: readonly RunId[]) => void;
}

/** Files of runs in a depot that no row names: of workers that were killed before they wrote it, and of runs that are gone. */
export async function* findStrayObjects(deps: StrayDeps): AsyncGenerator<Waste> {
  const { depot } = deps;
  let some: OfRun[] = [];
  for await (const found of depot.list("run_")) {
    const runId = parseRunId(/^run_([^/]+)\//.exec(found.key)?.[1] ?? "");
    if (runId === null) continue;
    some.push({ ...found, runId });
    if (some.length < OBJECTS_AT_ONCE) continue;
    yield* straysOf(some, deps);
    some = [];
  }
  yield* straysOf(some, deps);
}

type OfRun = FoundObject & { readonly runId: RunId };

async function* straysOf(objects: readonly OfRun[], deps: StrayDeps): AsyncGenerator<Waste> {
  const { database, depot, now, onForeign } = deps;
  const runs = [...new Set(objects.map(({ runId }) => runId))];
  const removed = new Set(await listRemovedRuns(database, runs));
  const foreign = await listForeignRuns(database, runs);
  if (foreign.length > 0) onForeign(foreign);
  const others = new Set(foreign);
  const { keys, attempts } = await readKeysInUse(database, runs);
  const strays = objects.filter(({ key, runId, changedAt }) => {
    if (removed.has(runId)) return true;
    const attempt = /^[^/]+\/files\/(\d+)\//.exec(key)?.[1] ?? "";
    const isOld = now.getTime() - changedAt.getTime() > GRACE_MS;
    return isOld && !others.has(runId) && !keys.has(key) && !attempts.has(attempt);
  });
  if (strays.length === 0) return;
  const bytes = strays.reduce((sum, found) => sum + found.bytes, 0);
  const remove = (): Promise<void> => depot.remove(strays.map(({ key }) => key));
  yield { kind: "depot_files", what: `files in ${depot.address}`, count: strays.length, bytes, remove };
}
