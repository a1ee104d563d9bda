import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../../core/errors/app-error.ts";
import type { Logger } from "../../core/log.ts";
import { SYSTEM } from "../../core/names/audit.ts";
import type { RetentionSpec } from "../../core/retention/retention-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { readDueKinds } from "./retention-rules.ts";

export interface RetentionOptions {
  readonly database: Database;
  /** The project's folder, with `results/` in it. */
  readonly home: string;
  readonly log: Logger;
  readonly depot?: ProjectDepot;
  /** Of runs whose DAG says nothing else. */
  readonly usual: RetentionSpec;
  /** Of data, as in `GarbageRequest`. */
  readonly keepDataMs: number | null;
}

export interface Retention {
  /** Waits for the batch under way. */
  stop(): Promise<void>;
}

/**
 * Collects garbage now and once a day, as long as any DAG or the project says how long something is kept. What fails is tried again
 * the next day; any number of processes may do so.
 */
export function startRetention({ log, usual, keepDataMs, ...deps }: RetentionOptions): Retention {
  const stopped = new AbortController();
  const { signal } = stopped;
  const act = { by: SYSTEM, origin: "scheduler", reason: "retention" } as const;
  const collect = async (): Promise<void> => {
    try {
      const kinds = await readDueKinds(deps.database, usual);
      if (keepDataMs === null && kinds.every(({ due }) => due.rules.length === 0)) return;
      const { collected, failures } = await collectGarbage(
        { usual, keepDataMs, isDry: false, act },
        { ...deps, signal },
      );
      for (const { what, error } of failures) log.warn(`Could not be removed: ${what}: ${messageOf(error)}`);
      if (collected.length > 0) log.info("Old files and runs were removed", { collected });
    } catch (error) {
      if (!signal.aborted) log.warn(`Old runs could not be removed: ${messageOf(error)}`);
    }
  };
  const keepOn = async (): Promise<void> => {
    do await collect();
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
