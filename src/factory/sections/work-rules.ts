import type { LimitsSpec, PoolUse } from "../../core/spec/limits-spec.ts";
import { type RetrySpec, retryRule } from "../../core/spec/retry-spec.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { parseMemoryMb } from "../../core/values/memory-size.ts";
import type { BacktestSpec, DagSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import type { OwnRetry, WrittenPool } from "../schema/work-schema.ts";

/** `retry`, `priority`, `pool` and `limits` of a DAG. What is not written is absent, so that the version of an old file stays what it is. */
export function readWorkRules(file: DagFile): Pick<DagSpec, "retry" | "priority" | "pool" | "limits"> {
  const { priority, pool, limits } = file;
  return {
    retry: readRetry(file.retry),
    ...(priority !== "normal" && { priority }),
    ...(pool !== undefined && { pool: readPool(pool) }),
    ...(limits !== undefined && { limits: readLimits(limits) }),
  };
}

interface WrittenRules {
  readonly retry?: OwnRetry;
  readonly pool?: WrittenPool;
}

/** The same of a backtest or a callback, as far as it has its own. */
export function readOwnRules({ retry, pool }: WrittenRules, dag: DagFile): Pick<BacktestSpec, "retry" | "pool"> {
  return {
    ...(retry !== undefined && { retry: readRetry(over(dag.retry, retry)) }),
    ...(pool !== undefined && { pool: readPool(pool) }),
  };
}

/** By key, as everywhere. */
function over(dag: DagFile["retry"], own: OwnRetry): DagFile["retry"] {
  const on = { ...dag.on, ...own.on };
  const codes = { ...dag.exit_codes, ...own.exit_codes };
  return {
    ...dag,
    ...own,
    ...(Object.keys(on).length > 0 && { on }),
    ...(Object.keys(codes).length > 0 && { exit_codes: codes }),
  };
}

function readRetry({ limit, backoff, max_backoff, jitter, on, exit_codes }: DagFile["retry"]): RetrySpec {
  const spec = { limit, backoffMs: parseDurationMs(backoff) ?? 0 };
  const usual = retryRule(spec);
  const maxBackoffMs = parseDurationMs(max_backoff) ?? usual.maxBackoffMs;
  return {
    ...spec,
    ...(maxBackoffMs !== usual.maxBackoffMs && { maxBackoffMs }),
    ...(jitter !== usual.jitter && { jitter }),
    ...(on !== undefined && { on }),
    ...(exit_codes !== undefined && { exitCodes: exit_codes }),
  };
}

function readPool(written: WrittenPool): PoolUse {
  if (typeof written === "string") return { name: written, slots: 1, memoryMb: 0 };
  const { name, slots, memory } = written;
  return { name, slots, memoryMb: memory === undefined ? 0 : (parseMemoryMb(memory) ?? 0) };
}

function readLimits(written: NonNullable<DagFile["limits"]>): LimitsSpec {
  const { max_active_runs: runs, max_active_tasks: tasks, max_active_tasks_per_run: perRun } = written;
  return {
    ...(runs !== undefined && { maxActiveRuns: runs }),
    ...(tasks !== undefined && { maxActiveTasks: tasks }),
    ...(perRun !== undefined && { maxActiveTasksPerRun: perRun }),
  };
}
