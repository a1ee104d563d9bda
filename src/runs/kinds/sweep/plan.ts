import type { TaskId } from "../../../core/names/ids.ts";
import type { JobRequest } from "../../../core/names/job-names.ts";
import type { NewSweep } from "../../../store/run/tasks.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import type { DueTask } from "../kind-rules.ts";

/** What a sweep is pinned to, as it is written with its task. */
export function newSweep({ prepared, grid }: Sweep): NewSweep {
  const { base, snapshotId, codeHash } = prepared;
  return { base, snapshotId, codeHash, cells: grid.count };
}

export function wakeSweeps(tasks: readonly DueTask[]): readonly JobRequest[] {
  return tasks.map(({ id, runAfter }) => ({
    name: "begin_sweep",
    subject: id,
    ...(runAfter === undefined ? {} : { runAt: runAfter }),
  }));
}

/** One job per slot: each leases range after range. */
export function wakeSlots(taskId: TaskId, slots: number): readonly JobRequest[] {
  return Array.from({ length: slots }, () => ({ name: "compute_cells", subject: taskId }) as const);
}
