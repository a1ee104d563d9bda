import { codedReason } from "../error-of.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { SYSTEM } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { TickOutcome } from "../../core/names/states.ts";
import type { DagSpec, ScheduleSpec } from "../../factory/dag-spec.ts";
import { readStoredSpec } from "../../factory/stored-spec.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { type DagRow, lockDag, readDagVersion } from "../../store/run/dags.ts";
import { tellRunToStop } from "../../store/moves/run-moves.ts";
import { lockRun } from "../../store/run/runs.ts";
import { insertTick, isDecided, listOpenRuns, readLastTick } from "../../store/run/ticks.ts";
import { inTransaction, isConnectionLost, type Transaction } from "../../store/connection/transaction.ts";
import { stopLockedRun } from "../end/stop-run.ts";
import type { RunDeps } from "../run-deps.ts";
import { type DagSource, planRun, planWithoutTasks, type RunPlan } from "../start/run-plan.ts";
import { writeRun } from "../start/write-run.ts";
import { waitOf } from "../wait/data-day.ts";
import { deadlineAfter } from "../deadline/deadline-after.ts";
import { pauseOfSlot } from "./dag-pause.ts";
import { areOwed, dueSlots } from "./due-slots.ts";
import { slotAt } from "./slots.ts";

export interface TickResult {
  readonly at: Date;
  readonly outcome: TickOutcome;
  readonly runId: RunId | null;
  /** What kept it from simply starting; null when nothing did. */
  readonly reason: string | null;
}

/**
 * Decides on every slot of a DAG that is due by now: starts its run, holds it, or passes it over. Any number
 * of schedulers may call it at the same time: each slot is decided once (I1).
 *
 * @param deps.clock the database's time (see `readNow`), the same for all schedulers
 */
export async function tickDag(dag: DagRow, deps: RunDeps): Promise<readonly TickResult[]> {
  const source = await readSource(dag, deps);
  const schedule = source?.spec.schedule ?? null;
  if (source === null || schedule === null || dag.scheduledSince === null) return [];
  const now = deps.clock.now();
  const last = await readLastTick(deps.database, dag.id, now);
  const since = last !== null && last > dag.scheduledSince ? last : dag.scheduledSince;
  const results: TickResult[] = [];
  for (const slot of slotsInOrder(schedule, since, now)) {
    const { at, decided } = slot;
    const pause = pauseOfSlot(dag, at);
    const passed = pause === null ? decided : ({ outcome: "skipped", reason: pause } as const);
    const result =
      passed === null
        ? await startSlot(source, { schedule, at, isOwed: slot.isOwed }, deps)
        : await passOver(dag.id, { at, runId: null, ...passed }, deps);
    if (result !== null) results.push(result);
  }
  return results;
}

interface DueSlot {
  readonly at: Date;
  readonly isOwed: boolean;
  /** Of a slot that is not started, whatever else is going on. */
  readonly decided: { readonly outcome: "missed" | "skipped"; readonly reason: string } | null;
}

/** Earlier ones first: where the next look begins follows from the last one that was decided on. */
function slotsInOrder(schedule: ScheduleSpec, since: Date, now: Date): readonly DueSlot[] {
  const { start, missed, holidays = [] } = dueSlots(schedule, since, now);
  const isOwed = areOwed(schedule, start, now);
  const late = { outcome: "missed", reason: `nobody looked in time (missed: ${schedule.missed})` } as const;
  return [
    ...start.map((at) => ({ at, isOwed, decided: null })),
    ...missed.map((at) => ({ at, isOwed, decided: late })),
    ...holidays.map(({ at, reason }) => ({ at, isOwed, decided: { outcome: "skipped", reason } as const })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Null when another scheduler has decided on the slot. */
async function passOver(dagId: string, result: TickResult, { database }: RunDeps): Promise<TickResult | null> {
  return (await insertTick(database, { dagId, ...result })) ? result : null;
}

interface Slot {
  readonly schedule: ScheduleSpec;
  readonly at: Date;
  readonly isOwed: boolean;
}

async function readSource(dag: DagRow, deps: RunDeps): Promise<DagSource | null> {
  if (dag.hash === null || dag.state === "removed") return null;
  const version = await readDagVersion(deps.database, dag.hash);
  return version === null ? null : { file: dag.file, text: version.yaml, spec: readStoredSpec(version) };
}

/** Null when another scheduler has decided on the slot. */
async function startSlot(dag: DagSource, slot: Slot, deps: RunDeps): Promise<TickResult | null> {
  const { at } = slot;
  // Others look at the same time: most often one of them has been here, and a plan would be made for nothing.
  if (await isDecided(deps.database, dag.spec.id, at)) return null;
  const { plan, problem } = await planSlot(dag, at, deps);
  return inTransaction(deps.database, async (transaction) => {
    const locked = await lockDag(transaction, dag.spec.id);
    // Somebody may have paused it since this look began.
    const pause = locked === null ? null : pauseOfSlot(locked, at);
    const { outcome, reason } =
      pause === null
        ? await decide(transaction, dag.spec, slot)
        : ({ outcome: "skipped", reason: pause } satisfies Decision);
    const runId = outcome === "skipped" ? null : plan.run.id;
    const pinning = { versions: deps.data.versions, actor: null };
    const held = heldIf(outcome === "queued", plan);
    if (runId !== null && !(await writeRun(transaction, held, pinning))) throw new SlotTaken();
    if (runId !== null && problem !== null) await failAtOnce(transaction, runId, problem);
    const result = { at, outcome, runId, reason: problem ?? reason };
    if (!(await insertTick(transaction, { dagId: dag.spec.id, ...result }))) throw new SlotTaken();
    return result;
  }).catch((error: unknown) => {
    if (error instanceof SlotTaken) return null;
    throw error;
  });
}

interface SlotPlan {
  readonly plan: RunPlan;
  /** Why the run cannot be; it is written as failed, so that people and alert rules see it. */
  readonly problem: string | null;
}

async function planSlot(dag: DagSource, at: Date, deps: RunDeps): Promise<SlotPlan> {
  const { schedule, mustFinishBy } = dag.spec;
  const slot = { dag, logicalDate: at, trigger: "schedule", tickAt: at, overrides: {} } as const;
  const request =
    schedule === null || mustFinishBy === undefined
      ? slot
      : { ...slot, mustFinishAt: deadlineAfter(at, { timezone: schedule.timezone, minutes: mustFinishBy }) };
  try {
    const unknown = schedule === null ? null : (slotAt(schedule, at)?.problem ?? null);
    if (unknown !== null) throw unknown;
    const wait = waitOf(dag.spec, at);
    const plan = wait === null ? await planRun(request, deps) : planWithoutTasks(request, deps, wait);
    return { plan, problem: null };
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    return { plan: planWithoutTasks(request, deps), problem: reasonOf(error) };
  }
}

/** People have to act on an end of a calendar, and look it up. */
function reasonOf(error: unknown): string {
  const isEnd = error instanceof AppError && error.code === "CALENDAR_ENDS";
  return isEnd ? codedReason(error.code, `${error.message}. ${error.hint ?? ""}`) : messageOf(error);
}

async function failAtOnce(transaction: Transaction, runId: RunId, reason: string): Promise<void> {
  await tellRunToStop(transaction, runId, { state: "failed", reason });
  await enqueueJobs(transaction, [{ name: "finish_run", subject: runId }]);
}

/** Rolls the run back: the slot was decided meanwhile. */
class SlotTaken extends Error {}

function heldIf(held: boolean, plan: RunPlan): RunPlan {
  return { ...plan, run: { ...plan.run, held } };
}

interface Decision {
  readonly outcome: TickOutcome;
  readonly reason: string | null;
}

/** What to do while earlier runs of the DAG are still going. Expects the lock on the DAG. */
async function decide(transaction: Transaction, spec: DagSpec, { schedule, isOwed }: Slot): Promise<Decision> {
  const most = spec.limits?.maxActiveRuns ?? 1;
  const open = await listOpenRuns(transaction, spec.id);
  const last = open.at(-1);
  if (last === undefined || open.length < most) return { outcome: "started", reason: null };
  const rule = most === 1 ? "" : `max_active_runs: ${most}, `;
  const waiting = { outcome: "queued", reason: `waits for run ${most === 1 ? last : (open[0] ?? last)}` } as const;
  if (isOwed) return waiting;
  switch (schedule.overlap) {
    case "skip":
      return { outcome: "skipped", reason: `run ${last} was still going (${rule}overlap: skip)` };
    case "queue":
      return waiting;
    case "replace": {
      const replaced = open.slice(0, open.length - most + 1);
      for (const id of replaced) {
        const run = await lockRun(transaction, id);
        const stop = { state: "cancelled", reason: "Replaced by the next run of the schedule" } as const;
        const act = { by: SYSTEM, origin: "scheduler", reason: stop.reason } as const;
        if (run !== null) await stopLockedRun(transaction, run, stop, act);
      }
      return { outcome: "started", reason: `replaced run ${replaced.join(", ")}` };
    }
  }
}
