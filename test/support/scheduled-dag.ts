import type { CronScheduleSpec, DagSpec } from "../../src/factory/dag-spec.ts";
import { sampleDag } from "./sample-dag.ts";

export const EVERY_MINUTE: CronScheduleSpec = {
  cron: "* * * * *",
  timezone: "UTC",
  missed: "all",
  overlap: "skip",
  dayMode: null,
};

/** A DAG that runs every minute, but for `changes`. */
export function scheduled(changes: Partial<CronScheduleSpec> = {}, id = "nightly"): DagSpec {
  return sampleDag({ id, schedule: { ...EVERY_MINUTE, ...changes } });
}
