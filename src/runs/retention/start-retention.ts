import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors/app-error.ts";
import type { Logger } from "../../core/log.ts";
import { type Act, SYSTEM } from "../../core/names/audit.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { pruneFiles } from "./prune-files.ts";
import { pruneRuns } from "./prune-runs.ts";

export interface RetentionOptions {
  readonly database: Database;
  /** The project's folder, with `results/` in it. */
  readonly home: string;
  readonly log: Logger;
  readonly depot?: ProjectDepot;
  /** How long after their end runs are kept, in milliseconds; null: for ever. */
  readonly keepMs: number | null;
  /** The same of their files. */
  readonly keepFilesMs: number | null;
}

export interface Retention {
  /** Waits for the batch under way. */
  stop(): Promise<void>;
}

/** Removes old files and old runs now and once a day. What fails is tried again the next day; any number of processes may do so. */
export function startRetention({ log, keepMs, keepFilesMs, ...deps }: RetentionOptions): Retention {
  const stopped = new AbortController();
  const { signal } = stopped;
  const prune = async (): Promise<void> => {
    try {
      if (keepFilesMs !== null) {
        const old = { olderThanMs: keepFilesMs, dagId: null };
        const runs = await pruneFiles(old, actOf("NIGHTGRID_RETENTION_FILES"), { ...deps, signal });
        if (runs > 0) log.info("Old files were removed", { runs });
      }
      if (keepMs === null) return;
      const old = { olderThanMs: keepMs, dagId: null };
      const { runs, results } = await pruneRuns(old, actOf("NIGHTGRID_RETENTION"), { ...deps, signal });
      if (runs > 0 || results > 0) log.info("Old runs were removed", { runs, results });
    } catch (error) {
      if (!signal.aborted) log.warn(`Old runs could not be removed: ${messageOf(error)}`);
    }
  };
  const keepOn = async (): Promise<void> => {
    do await prune();
    while (await delay(DAY_MS, true, { signal, ref: false }).catch(() => false));
  };
  const going = keepOn();
  return {
    async stop() {
      stopped.abort();
      await going;
    },
  };
}

function actOf(reason: string): Act {
  return { by: SYSTEM, origin: "scheduler", reason };
}
