import type { RunId } from "../../core/names/ids.ts";
import { dagLimit, runLimit, runsLimit } from "../../core/names/limit-names.ts";
import type { LimitsSpec } from "../../core/spec/limits-spec.ts";
import { dropLimits, setLimit, type SlotLimit } from "../../store/limits/slot-limits.ts";
import { countGoingRuns } from "../../store/limits/held-runs.ts";
import { lockDag } from "../../store/run/dags.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { wakeLines } from "./wake-lines.ts";

interface LimitedRun {
  readonly id: RunId;
  readonly dagId: string;
}

/** The limits that hold for every task of a run, as its DAG has them. */
export function limitsOfTasks({ id, dagId }: LimitedRun, limits: LimitsSpec): readonly SlotLimit[] {
  const { maxActiveTasks, maxActiveTasksPerRun } = limits;
  return [...limitOf(dagLimit(dagId), maxActiveTasks), ...limitOf(runLimit(id), maxActiveTasksPerRun)];
}

function limitOf(name: string, slots: number | undefined): readonly SlotLimit[] {
  return slots === undefined ? [] : [{ name, slots, memoryMb: null }];
}

/**
 * Makes the limits of a DAG what its file says, for all its runs: the version that was started last decides. What its file
 * says no more limits nothing from then on.
 */
export async function writeDagLimits(transaction: Transaction, run: LimitedRun, limits: LimitsSpec): Promise<void> {
  const written = [...limitsOfTasks(run, limits), ...limitOf(runsLimit(run.dagId), limits.maxActiveRuns)];
  for (const limit of written) await setLimit(transaction, limit, limit.name === runLimit(run.id) ? run.id : null);
  const gone = [dagLimit(run.dagId), runsLimit(run.dagId)].filter((name) => !written.some((one) => one.name === name));
  const dropped = await dropLimits(transaction, gone);
  await wakeLines(transaction, [...written.map(({ name }) => name), ...dropped].filter(isOfTasks));
}

function isOfTasks(name: string): boolean {
  return name.startsWith(dagLimit(""));
}

/**
 * Whether a new run of a DAG has to wait for others to end: as many as `max_active_runs` go on, or one waits already. Without that
 * limit a run by hand waits for nobody. Locks the DAG.
 */
export async function mustWaitForRuns(
  transaction: Transaction,
  dagId: string,
  { maxActiveRuns }: LimitsSpec,
): Promise<boolean> {
  if (maxActiveRuns === undefined) return false;
  await lockDag(transaction, dagId);
  const { going, held } = await countGoingRuns(transaction, dagId);
  return held > 0 || going >= maxActiveRuns;
}
