import type { DagSpec, ScheduleSpec } from "../../src/factory/dag-spec.ts";
import { sampleDag } from "./sample-dag.ts";

export const EVERY_MINUTE: ScheduleSpec = {
  cron: "* * * * *",
  timezone: "UTC",
  missed: "all",
  overlap: "skip",
  dayMode: null,
};

/** A DAG that runs every minute, but for `changes`. */
export function scheduled(changes: Partial<ScheduleSpec> = {}, id = "nightly"): DagSpec {
  return sampleDag({ id, schedule: { ...EVERY_MINUTE, ...changes } });
}
