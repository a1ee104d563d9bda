import type { DagSpec, ScheduleSpec } from "../../factory/dag-spec.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { Wait } from "../../store/run/waits.ts";
import type { RunDeps } from "../run-deps.ts";
import { nextSlots } from "../schedule/slots.ts";
import { waitOf } from "../wait/data-day.ts";
import { missingData } from "../wait/missing-data.ts";
import type { StartRequest } from "./run-plan.ts";

/** When a DAG runs by itself, what it waits for, and by when it ought to have ended. */
export interface RunTiming {
  readonly schedule: ScheduleSpec | null;
  /** The next slot of the schedule; null when there is none. */
  readonly next: Date | null;
  /** `missing` says what is missing now. */
  readonly wait: Wait | null;
  /** A clock time in the zone of the schedule. */
  readonly mustFinishBy: NonNullable<DagSpec["mustFinishBy"]> | null;
}

export async function readTiming(
  { dag: { spec }, logicalDate }: Pick<StartRequest, "dag" | "logicalDate">,
  deps: Pick<RunDeps, "data" | "database">,
): Promise<RunTiming> {
  const { schedule, mustFinishBy = null } = spec;
  const next = schedule === null ? null : (nextSlots(schedule, await readNow(deps.database), 1)[0]?.at ?? null);
  const wait = waitOf(spec, logicalDate);
  return {
    schedule,
    next,
    wait: wait === null || wait.through === null ? null : { ...wait, missing: await missingData(spec, wait, deps) },
    mustFinishBy,
  };
}
