import path from "node:path";
import type { Logger } from "../core/log.ts";
import type { LoadedDag } from "../factory/check-dag.ts";
import { nextSlot } from "../runs/schedule/due-slots.ts";

/** Says what the scheduler has read: when each DAG runs next, and which files are broken. */
export function tellDags(loaded: readonly LoadedDag[], log: Logger, now: Date): void {
  for (const { file, spec, diagnostics } of loaded) {
    if (spec === null) {
      const [first] = diagnostics;
      const place = `${path.basename(file)}:${first?.line ?? 1}`;
      log.warn(`${place}: ${first?.message ?? "invalid"} Its last good version, if any, keeps its schedule.`);
    } else if (spec.schedule !== null) {
      log.info(`${spec.id}: next run ${nextSlot(spec.schedule, now)?.toISOString() ?? "never"}`);
    }
  }
}
