import type { DagSpec } from "../../src/factory/dag-spec.ts";
import type { BacktestSpec } from "../../src/factory/dag-spec.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag, upFrom } from "../support/sample-dag.ts";

const MINUTE_MS = 60_000;

/** Of every callback, range and cell: one try more, a minute later. */
export const RETRY_LIMIT = 1;
export const BACKOFF_MS = MINUTE_MS;
/** Moments that the clock is moved on by: to the next try, or over the time of a backtest but not that of its run. */
export const STEPS_MS = { toNextTry: 61_000, overBacktest: 100 * MINUTE_MS } as const;
export const BACKTEST_TIMEOUT_MS = 90 * MINUTE_MS;
export const RUN_TIMEOUT_MS = 190 * MINUTE_MS;
export const POOL = "gpu";

const retry = { limit: RETRY_LIMIT, backoffMs: BACKOFF_MS, jitter: "none" } as const;
const pool = { name: POOL, slots: 1, memoryMb: 0 };

function gated(name: string, cells: number, changes: Partial<BacktestSpec> = {}): BacktestSpec {
  const grid = gridOf({ fast: upFrom(2, cells), slow: [90] });
  return sampleBacktest({ name, executor: "gated", grid, ...changes });
}

/** A sweep of a pool, between callbacks. Its runs share results. */
const sweep = sampleDag({
  id: "sweep",
  retry,
  timeoutMs: RUN_TIMEOUT_MS,
  before: [sampleCallback("check")],
  backtests: [gated("backtest", 7, { pool, timeoutMs: BACKTEST_TIMEOUT_MS })],
  after: [sampleCallback("rank", { pool }), sampleCallback("publish")],
});

/** Backtests that need each other by every trigger rule, with limits of the DAG and of the run. */
function fan(maxActiveTasks: number): DagSpec {
  return sampleDag({
    id: "fan",
    retry,
    timeoutMs: RUN_TIMEOUT_MS,
    limits: { maxActiveTasks, maxActiveTasksPerRun: 2 },
    backtests: [
      gated("first", 4, { volatile: true }),
      gated("second", 2, { needs: ["first"], pool }),
      gated("rescue", 1, { needs: ["first", "second"], triggerRule: "one_failed" }),
      gated("mostly", 2, { needs: ["first", "second"], triggerRule: "min_success", minSuccess: 0.5 }),
      gated("unless", 1, { needs: ["rescue", "mostly"], triggerRule: "none_failed" }),
    ],
    after: [sampleCallback("report")],
  });
}

/** Without any limit: what may begin must begin. */
const free = sampleDag({
  id: "free",
  retry,
  timeoutMs: RUN_TIMEOUT_MS,
  before: [sampleCallback("check"), sampleCallback("warm")],
  backtests: [gated("left", 5), gated("right", 3, { timeoutMs: BACKTEST_TIMEOUT_MS })],
  after: [sampleCallback("rank")],
});

export const SHAPES = { sweep, free, narrow: fan(1), wide: fan(3) } as const satisfies Record<string, DagSpec>;
export type ShapeName = keyof typeof SHAPES;
export const SHAPE_NAMES = Object.keys(SHAPES) as readonly ShapeName[];
