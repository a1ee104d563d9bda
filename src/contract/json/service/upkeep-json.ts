import { PRIORITIES } from "../../../core/names/priority.ts";
import { TASK_KINDS } from "../../../core/names/states.ts";
import type { Nightly } from "../../../runs/query/upkeep/nightly.ts";
import type { Figure } from "../../../runs/query/upkeep/service-figures.ts";
import type { Queues, Workers } from "../../../runs/query/upkeep/workers.ts";
import type { ServiceDocuments } from "../../service-documents.ts";

/** @param aliveMs how long a heartbeat counts: by it the moment of the last one is known */
export function workersJson({ at, workers }: Workers, aliveMs: number): ServiceDocuments["workers"] {
  const alive = workers.filter(({ isAlive }) => isAlive);
  return {
    at: at.toISOString(),
    slots: alive.reduce((sum, { slots }) => sum + slots, 0),
    busy: alive.reduce((sum, { busy }) => sum + busy, 0),
    workers: workers.map(({ id, host, pid, state, isAlive, version, slots, busy, startedAt, aliveUntil }) => ({
      worker: id,
      host,
      pid,
      state,
      alive: isAlive,
      version,
      slots,
      busy,
      started_at: startedAt.toISOString(),
      // A worker that has stopped says until when it lived, not when its heart beat last.
      heartbeat_age_ms: state === "stopped" ? null : Math.max(0, at.getTime() - (aliveUntil.getTime() - aliveMs)),
    })),
  };
}

export function queuesJson({ at, depths, runs, limits }: Queues): ServiceDocuments["queues"] {
  return {
    queues: PRIORITIES.flatMap((priority) =>
      TASK_KINDS.map((kind) => {
        const depth = depths.find((one) => one.priority === priority && one.kind === kind);
        return {
          priority,
          kind,
          queued: depth?.queued ?? 0,
          waiting_for_limits: depth?.waiting ?? 0,
          running: depth?.running ?? 0,
          oldest_ms: depth?.oldest == null ? null : Math.max(0, at.getTime() - depth.oldest.getTime()),
        };
      }),
    ),
    runs: { queued: runs.queued, running: runs.running, paused: runs.paused },
    limits: limits.map(({ name, slots, held, memoryMb, heldMemoryMb, waiting }) => ({
      name,
      slots,
      held,
      memory_mb: memoryMb,
      held_memory_mb: heldMemoryMb,
      waiting,
    })),
  };
}

export function figuresJson(figures: readonly Figure[]): ServiceDocuments["figures"] {
  return { figures };
}

/** Null in all before the first night. A fall is negative here, as the clients of this document know it. */
export function nightlyJson(night: Nightly | null): ServiceDocuments["nightly"] {
  return {
    run_id: night?.runId ?? null,
    dag: night?.dagId ?? null,
    backtest_sharpe: night?.sharpe ?? null,
    backtest_cagr: night?.cagr ?? null,
    backtest_max_dd: night?.maxDrawdown == null ? null : 0 - night.maxDrawdown,
    backtest_date: night?.logicalDate.toISOString() ?? null,
    backtest_trades: night?.trades ?? null,
  };
}
