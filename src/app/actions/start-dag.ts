import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { RunDeps } from "../../runs/run-deps.ts";
import { deduplicated } from "../../runs/start/dedupe-key.ts";
import { planRun, planWithoutTasks } from "../../runs/start/run-plan.ts";
import { startPlanned } from "../../runs/start/start-run.ts";
import { waitNeeded } from "../../runs/wait/wait-needed.ts";
import type { GoodDag } from "../dags/load-dag.ts";
import type { RunOverrides } from "../nightgrid.ts";
import { startRequest } from "../start-request.ts";

interface StartChoices {
  readonly overrides: RunOverrides;
  /** Absent: that of the DAG file. */
  readonly priority?: Priority;
  /** Takes the run of the same that is queued, running or has succeeded, where there is one. */
  readonly dedupe: boolean;
  /** Takes the data as they are, whatever `wait_for` says. */
  readonly noWait?: boolean;
  /** Null for a new one. */
  readonly runId?: RunId | null;
  readonly act: Act;
}

/** What came of asking for a run. */
export interface StartedDag {
  readonly id: RunId;
  /** There was a run of the same, and no other one was begun. */
  readonly existing: boolean;
}

/**
 * Starts a run by hand, which any live worker of the database computes.
 *
 * @throws AppError PARAM_UNKNOWN, PARAM_INVALID or USAGE of the overrides, and those of its data
 */
export async function startDag(
  dag: GoodDag,
  { overrides, priority, dedupe, noWait = false, runId = null, act }: StartChoices,
  deps: RunDeps,
): Promise<StartedDag> {
  const { request: asked } = await startRequest(dag, overrides, deps);
  const request = priority === undefined ? asked : { ...asked, priority };
  const wait = await waitNeeded(request, deps, noWait);
  const planned = wait === null ? await planRun(request, deps, runId) : planWithoutTasks(request, deps, wait, runId);
  const plan = dedupe ? deduplicated(request, planned) : planned;
  const id = (await startPlanned(plan, deps, act)) ?? plan.run.id;
  return { id, existing: id !== plan.run.id };
}
