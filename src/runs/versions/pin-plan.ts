import type { Transaction } from "../../store/connection/transaction.ts";
import type { VersionPort } from "../market/version-port.ts";
import type { RunPlan } from "../start/run-plan.ts";
import { pinReads } from "./pin-reads.ts";

/** What the versions that come with a run are written with. */
export interface Pinning {
  readonly versions: VersionPort;
  /** Who asked for the run; null for a schedule. */
  readonly actor: string | null;
}

/**
 * The run and the tasks of a plan with the versions of their data, which are written where nobody had read them before.
 *
 * @param pinning absent for a plan that has read nothing yet
 */
export async function pinPlan(
  transaction: Transaction,
  { run, tasks, reads }: Pick<RunPlan, "run" | "tasks" | "reads">,
  pinning?: Pinning,
): Promise<Pick<RunPlan, "run" | "tasks">> {
  if (reads.length === 0) return { run, tasks };
  if (pinning === undefined) throw new TypeError(`Run ${run.id} reads data, and nobody says for whom`);
  const { versions, actor } = pinning;
  const reason = { runId: run.id, command: run.trigger, actor };
  const ids = await pinReads(transaction, reads, { reason, versions });
  const datasetVersionIds = [...new Set(ids.filter((id) => id !== null))];
  return {
    run: { ...run, datasetVersionIds },
    tasks: tasks.map((task) =>
      task.sweep === null ? task : { ...task, sweep: { ...task.sweep, datasetVersionId: ids[task.specIndex] ?? null } },
    ),
  };
}
