import { newRunId } from "../../core/names/ids.ts";
import type { Reprocess } from "../../core/names/states.ts";
import { readStoredSpec } from "../../factory/stored-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import {
  type BackfillId,
  type BackfillRow,
  decideSlot,
  lastRunsOfDates,
  listOpenOfBackfill,
  lockBackfill,
  nextWaitingSlot,
  type RunOfDate,
  setBackfillState,
} from "../../store/actions/backfills.ts";
import { listDags, readDagVersion } from "../../store/run/dags.ts";
import { WAIT_FOR_PLAN } from "../../store/run/waits.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { type DagSource, planWithoutTasks, type StartRequest } from "../start/run-plan.ts";
import { writeRun } from "../start/write-run.ts";
import { waitOf } from "../wait/data-day.ts";

/**
 * Starts the next slots of a backfill, as many as may run beside those that do; ends it when there are none and the last run has
 * ended. Called in the transaction that ends a run of it: no process has to stay alive for it.
 */
export async function advanceBackfill(transaction: Transaction, id: BackfillId): Promise<void> {
  const backfill = await lockBackfill(transaction, id);
  if (backfill === null || backfill.state !== "running") return;
  let source: DagSource | null = null;
  let open = (await listOpenOfBackfill(transaction, id)).length;
  while (open < backfill.maxActive) {
    const slot = await nextWaitingSlot(transaction, id);
    if (slot === null) break;
    const [known] = await lastRunsOfDates(transaction, backfill.dagId, [slot.at]);
    const place = { id, position: slot.position };
    if (known !== undefined && isDone(known, backfill.reprocess)) {
      await decideSlot(transaction, place, { state: "skipped", runId: known.id });
      continue;
    }
    source ??= await readSource(transaction, backfill);
    const runId = await startSlot(transaction, slot.at, { backfill, source });
    await decideSlot(transaction, place, { state: "started", runId });
    open++;
  }
  if (open === 0) await setBackfillState(transaction, id, "ended");
}

/** Whether the last run of a slot is left as it is. One that is going on always is; one that was cancelled says nothing of its slot. */
export function isDone({ state, isOpen }: RunOfDate, reprocess: Reprocess): boolean {
  if (isOpen) return true;
  switch (reprocess) {
    case "none":
      return state !== "cancelled";
    case "failed":
      return state === "succeeded";
    case "all":
      return false;
  }
}

async function readSource(transaction: Transaction, { dagId, dagHash }: BackfillRow): Promise<DagSource> {
  const version = await readDagVersion(transaction, dagHash);
  if (version === null) throw new Error(`The DAG version ${dagHash} of a backfill is gone`);
  const file = (await listDags(transaction)).find(({ id }) => id === dagId)?.file ?? "";
  return { file, text: version.yaml, spec: readStoredSpec(version) };
}

/** Without its plan, which takes data and code: a worker plans it. */
async function startSlot(
  transaction: Transaction,
  at: Date,
  { backfill, source }: { readonly backfill: BackfillRow; readonly source: DagSource },
) {
  const now = await readNow(transaction);
  const request: StartRequest = {
    dag: source,
    logicalDate: at,
    trigger: "backfill",
    tickAt: null,
    overrides: {},
    // Nobody waits for it by breakfast, whatever the nights of its DAG are.
    priority: "low",
  };
  const wait = waitOf(source.spec, at) ?? WAIT_FOR_PLAN;
  const plan = planWithoutTasks(request, { clock: { now: () => now } }, wait);
  const id = newRunId(now);
  await writeRun(transaction, { ...plan, run: { ...plan.run, id, backfillId: backfill.id } });
  return id;
}
