import { hashValue } from "../../core/values/hash.ts";
import type { RunPlan, StartRequest } from "./run-plan.ts";

/**
 * What a run is asked for, as a key: two runs of the same key would do the same. In it are
 *
 * - the version of the DAG: its text with all that was merged into it, and the values that replace those of the file;
 * - the logical date: what was given, and of a run without one its day (UTC), since that is what a second try on the same day means;
 * - the code of the strategies, and the frozen data. A run that waits for its data has neither yet: the day that it waits for stands for them.
 *
 * The priority is not in it: it changes when a run is done, not what it does.
 */
export function dedupeKey({ overrides, logicalDate }: StartRequest, { version, run }: RunPlan): string {
  const moment = logicalDate.toISOString();
  return hashValue({
    dag: version.hash,
    overrides,
    date: Object.hasOwn(overrides, "logical_date") ? moment : moment.slice(0, 10),
    code: run.codeHash,
    data: run.snapshotIds,
    waitsFor: run.waitsFor?.through ?? null,
  });
}

/** The plan of a run that is made once. */
export function deduplicated(request: StartRequest, plan: RunPlan): RunPlan {
  return { ...plan, run: { ...plan.run, dedupeKey: dedupeKey(request, plan) } };
}
