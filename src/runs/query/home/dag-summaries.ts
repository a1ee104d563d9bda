import { LRUCache } from "lru-cache";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import type { DagSpec, ScheduleSpec } from "../../../factory/dag-spec.ts";
import { readableSpec } from "../../../factory/stored-spec.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import { readDagVersions } from "../../../store/service/dag-versions.ts";
import { objectiveOf } from "../../metrics-of.ts";
import { nextSlot } from "../../schedule/due-slots.ts";

/** What a line about a DAG says of its file. */
export interface DagSummary {
  readonly description: string;
  readonly tags: readonly string[];
  readonly schedule: ScheduleSpec | null;
  /** Of the first backtest; null of a DAG without one. */
  readonly ranking: { readonly backtest: string; readonly objective: MetricInfo } | null;
  /** The next slot after a moment; null when none is known. */
  next(now: Date): Date | null;
  /** The first slot after a moment in the past; null for none. Cheap when it is asked again. */
  slotAfter(moment: Date): Date | null;
}

/** Summaries of the versions of DAGs. A version never changes, so it is read once. */
export interface DagSummaries {
  /** By hash; those that cannot be read are left out. */
  read(hashes: readonly string[]): Promise<ReadonlyMap<string, DagSummary>>;
}

const MOST_KEPT = 5000;

export function createDagSummaries(database: Database): DagSummaries {
  const kept = new LRUCache<string, { readonly summary: DagSummary | null }>({ max: MOST_KEPT });
  return {
    async read(hashes) {
      const missing = hashes.filter((hash) => !kept.has(hash));
      for (const version of missing.length === 0 ? [] : await readDagVersions(database, missing)) {
        const spec = readableSpec(version);
        kept.set(version.hash, { summary: spec === null ? null : summaryOf(spec) });
      }
      return new Map(
        hashes.flatMap((hash) => {
          const summary = kept.get(hash)?.summary ?? null;
          return summary === null ? [] : [[hash, summary] as const];
        }),
      );
    },
  };
}

function summaryOf({ description, tags, schedule, backtests }: DagSpec): DagSummary {
  const [first] = backtests;
  let after: { readonly moment: number; readonly slot: Date | null } | null = null;
  let known: { readonly asked: Date; readonly next: Date | null } | null = null;
  return {
    description,
    tags,
    schedule,
    ranking: first === undefined ? null : { backtest: first.name, objective: objectiveOf(first) },
    next(now) {
      if (schedule === null) return null;
      // It stays the next one until it has come; to look for it takes a millisecond with some schedules.
      if (known === null || now < known.asked || (known.next !== null && known.next <= now)) {
        known = { asked: now, next: nextSlot(schedule, now) };
      }
      return known.next;
    },
    slotAfter(moment) {
      if (schedule === null) return null;
      if (after?.moment !== moment.getTime()) after = { moment: moment.getTime(), slot: nextSlot(schedule, moment) };
      return after.slot;
    },
  };
}
