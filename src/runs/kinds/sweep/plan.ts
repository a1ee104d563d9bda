import type { JobRequest } from "../../../core/names/job-names.ts";
import { headStartMs, turnHeadStartMs } from "../../../core/names/priority.ts";
import type { RunId } from "../../../core/names/ids.ts";
import type { NewSweep } from "../../../store/run/tasks.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import type { DueTask } from "../kind-rules.ts";

/** What a sweep is pinned to, as it is written with its task. */
export function newSweep(
  { prepared }: Pick<Sweep, "prepared">,
  { cells, reads, inputs = null }: Pick<NewSweep, "cells" | "reads" | "inputs">,
): NewSweep {
  const { base, snapshotId, codeHash, outside } = prepared;
  return { base, snapshotId, reads, codeHash, cells, inputs, ...(outside && { maxCellsOut: outside.maxCells }) };
}

export function wakeSweeps(tasks: readonly DueTask[]): readonly JobRequest[] {
  return tasks.map(({ id, runAfter, priority }) => ({
    name: "begin_sweep",
    subject: id,
    ...(runAfter !== undefined && { runAt: runAfter }),
    ...(priority !== undefined && { headStartMs: headStartMs(priority) }),
  }));
}

/** One job per run, whatever it has outside. @param runAt absent: at once */
export function lookOutsideJob(runId: RunId, runAt?: Date): JobRequest {
  return { name: "look_outside", subject: runId, key: `outside ${runId}`, ...(runAt !== undefined && { runAt }) };
}

/** One job per slot: each leases range after range. */
export function wakeSlots(task: DueTask, slots: number): readonly JobRequest[] {
  return Array.from({ length: slots }, () => nextTurn(task, 0));
}

/** @param turnMs how long the last turn of the slot has taken; 0 before its first one */
export function nextTurn({ id, priority, runAfter }: DueTask, turnMs: number): JobRequest {
  return {
    name: "compute_cells",
    subject: id,
    ...(runAfter !== undefined && { runAt: runAfter }),
    ...(priority !== undefined && { headStartMs: turnHeadStartMs(priority, turnMs) }),
  };
}
