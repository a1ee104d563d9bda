import path from "node:path";
import { hashValue } from "../core/values/hash.ts";
import type { Logger } from "../core/log.ts";
import type { LoadedDag } from "../factory/check-dag.ts";
import { nextSlot } from "../runs/schedule/due-slots.ts";

/**
 * Says what the scheduler has read: when each DAG runs next, and which files are broken.
 * Files are looked at again and again; only what is new is said again.
 */
export function createDagChangeLog(log: Logger, now: () => Date): (loaded: readonly LoadedDag[]) => void {
  let told = new Map<string, string>();
  let last: readonly LoadedDag[] = [];
  return (loaded) => {
    if (loaded === last) return;
    last = loaded;
    const telling = new Map(loaded.map((dag) => [dag.file, hashValue([dag.spec?.schedule ?? null, dag.diagnostics])]));
    for (const file of told.keys()) {
      if (!telling.has(file)) log.info(`${path.basename(file)} is gone, and its schedule with it.`);
    }
    for (const dag of loaded) if (told.get(dag.file) !== telling.get(dag.file)) tell(dag, log, now());
    told = telling;
  };
}

function tell({ file, spec, diagnostics }: LoadedDag, log: Logger, now: Date): void {
  if (spec === null) {
    const [first] = diagnostics;
    const place = `${path.basename(file)}:${first?.line ?? 1}`;
    log.warn(`${place}: ${first?.message ?? "invalid"} Its last good version, if any, keeps its schedule.`);
  } else if (spec.schedule !== null) {
    log.info(`${spec.id}: next run ${nextSlot(spec.schedule, now)?.toISOString() ?? "never"}`);
  }
}
