import type { Act } from "../../core/names/audit.ts";
import type { RetentionSpec } from "../../core/retention/retention-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { CollectDeps } from "./collect-batch.ts";
import { collectResults, collectRuns } from "./collect-runs.ts";
import { findLeftovers } from "./find-leftovers.ts";
import { measureDue } from "./measure-due.ts";
import { readDueKinds, runsOfGoldens } from "./retention-rules.ts";
import { type Collected, Tally } from "./tally.ts";
import { collectWaste, type FindWaste } from "./waste.ts";

export interface GarbageRequest {
  /** Of runs whose DAG says nothing else. */
  readonly usual: RetentionSpec;
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
export async function collectGarbage({ usual, isDry, act }: GarbageRequest, given: GarbageDeps): Promise<Garbage> {
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
  const now = await earlierNow(deps);
  const finders: Readonly<Record<string, FindWaste>> = {
    "what dead processes left": () => findLeftovers({ ...deps, now }),
  };
  for (const [what, find] of Object.entries(finders)) {
    await attempt(what, () => collectWaste(find, { ...deps, tally, isDry }));
  }
  return { collected: tally.items(), failures };
}

/** The earlier of two clocks: one that is ahead makes nothing old. */
async function earlierNow({ database }: GarbageDeps): Promise<Date> {
  const [here, there] = [new Date(), await readNow(database)];
  return here < there ? here : there;
}
