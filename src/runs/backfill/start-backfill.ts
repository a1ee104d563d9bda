import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { Reprocess } from "../../core/names/states.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import {
  type BackfillId,
  insertBackfill,
  lastRunsOfDates,
  type NewBackfillSlot,
} from "../../store/actions/backfills.ts";
import { addDag, addDagVersion } from "../../store/run/dags.ts";
import { type Connection, type Database, inTransaction } from "../../store/connection/transaction.ts";
import { type DagSource, dagVersion } from "../start/run-plan.ts";
import { advanceBackfill, isDone } from "./advance-backfill.ts";
import { slotsBetween, type Span, spanOfDays } from "./slots-between.ts";

export interface BackfillRequest {
  readonly dag: DagSource;
  /** Days `YYYY-MM-DD` of the schedule's zone, both of them part of it. */
  readonly from: string;
  readonly to: string;
  readonly reprocess: Reprocess;
  /** At least 1. */
  readonly maxActive: number;
  /** The latest slot first. */
  readonly reverse: boolean;
}

/** What a backfill would do. */
export interface BackfillPlan {
  readonly span: Span;
  /** In the order in which they are started. */
  readonly slots: readonly NewBackfillSlot[];
}

/** @throws AppError USAGE, ACTION_REFUSED for a DAG without a schedule, CALENDAR_ENDS */
export async function planBackfill(request: BackfillRequest, connection: Connection): Promise<BackfillPlan> {
  const { dag, reprocess, reverse } = request;
  const { id, schedule } = dag.spec;
  if (schedule === null) {
    throw new AppError("ACTION_REFUSED", `The DAG ${id} has no schedule, and so no slots to be filled.`, {
      hint: "Add schedule: to it, or start single runs with `nightgrid run --date`.",
    });
  }
  const span = spanOfDays(schedule, request);
  const dates = slotsBetween(schedule, span, await readNow(connection));
  const known = await lastRunsOfDates(connection, id, dates);
  const done = new Map(known.filter((run) => isDone(run, reprocess)).map((run) => [run.at.getTime(), run.id]));
  const slots = dates.map((at) => ({ at, skippedFor: done.get(at.getTime()) ?? null }));
  return { span, slots: reverse ? slots.toReversed() : slots };
}

/**
 * Writes a backfill down and starts its first runs. Each end of a run starts the next one; nothing has to stay alive but a worker.
 * All its runs are of the version that the DAG has now.
 *
 * @throws AppError as `planBackfill`; ACTION_REFUSED when no slot is left to be run
 */
export async function startBackfill(request: BackfillRequest, act: Act, database: Database): Promise<BackfillId> {
  const { dag, reprocess, maxActive, reverse, from, to } = request;
  const version = dagVersion(dag);
  return inTransaction(database, async (transaction) => {
    const { span, slots } = await planBackfill(request, transaction);
    if (slots.every(({ skippedFor }) => skippedFor !== null)) throw nothingToDo(request, slots.length);
    await addDagVersion(transaction, version);
    await addDag(transaction, { id: dag.spec.id, file: dag.file, hash: version.hash });
    const backfill = { dagId: dag.spec.id, dagHash: version.hash, ...span, reprocess, maxActive };
    const id = await insertBackfill(transaction, backfill, slots);
    const details = { from, to, reprocess, max_active: maxActive, reverse, slots: slots.length };
    await recordAct(transaction, { action: "backfill", dagId: dag.spec.id, target: id, details }, act);
    await advanceBackfill(transaction, id);
    return id;
  });
}

function nothingToDo({ dag, from, to, reprocess }: BackfillRequest, slots: number): AppError {
  const what = `${dag.spec.id} from ${from} to ${to}`;
  if (slots === 0) {
    return new AppError("ACTION_REFUSED", `The schedule of ${what} has no slot that has come.`, {
      hint: `\`nightgrid schedule ${dag.spec.id}\` shows its slots.`,
    });
  }
  return new AppError("ACTION_REFUSED", `Every slot of ${what} has its run already.`, {
    hint: reprocess === "all" ? "They are going on." : "--reprocess failed or all computes them again.",
  });
}
