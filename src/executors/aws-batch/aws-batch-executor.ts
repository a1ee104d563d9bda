import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { AwsBatchSpec } from "../../core/spec/aws-batch-spec.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { ScriptRef } from "../../core/spec/script-spec.ts";
import type { StrategySource, SweepSetup } from "../engine/sweep-setup.ts";
import type { ScriptBacktest, ScriptWindow } from "../script/script-range.ts";
import type { Executor, OutsideSweep, PreparedSweep, SweepMoment } from "../executor.ts";
import { abandonJob } from "./jobs/abandon-job.ts";
import { collectJob } from "./jobs/collect-job.ts";
import { jobName } from "./jobs/external-id.ts";
import { lookAtJobs } from "./jobs/look-at-jobs.ts";
import { createMissingJobs } from "./jobs/missing-jobs.ts";
import { submitJob } from "./jobs/submit-job.ts";
import { encodeBars } from "./files/bars-file.ts";
import type { BatchWork, ScriptWork, StrategyWork } from "./files/input-file.ts";
import { barsKey } from "./files/keys.ts";
import { type AwsServices, createServiceCache } from "./services.ts";

/** A backtest as far as AWS Batch needs it (structurally the DAG's `BacktestSpec`). */
export interface BatchBacktest extends Omit<ScriptBacktest, "strategy"> {
  readonly name: string;
  readonly aws?: AwsBatchSpec;
  readonly strategy: StrategySource | ScriptRef;
}

export interface AwsBatchParts<Backtest, Market> {
  /** Pins the backtest to its inputs: its results are those that it would compute here. */
  readonly engine: Pick<Executor<Backtest, Market>, "prepare">;
  /** The same of scripts, and which days they are about; absent where there are none. */
  readonly scripts?: Pick<Executor<Backtest, Market>, "prepare"> & {
    resolveWindow(this: void, backtest: Backtest, moment: SweepMoment): ScriptWindow;
  };
  /** The project's folder, which the image has too where strategies are modules. */
  readonly home: string;
  /** Between two looks for a job that AWS may not list yet, in milliseconds. Default: 3 s. */
  readonly pauseMs?: number;
  /** Longest time of one request, in milliseconds. Default: 30 s. */
  readonly requestTimeoutMs?: number;
  /** Milliseconds since 1970. Default: this host's clock. */
  readonly now?: () => number;
}

const PAUSE_MS = 3000;
/** As the engine's own: bounds the memory and the transaction of a range. */
const MOST_CELLS = 20_000;

/**
 * Cells as jobs of AWS Batch: one array job for a range, each child with a share of it. What is there of a job is in its own
 * folder of the bucket; a result counts when its manifest is there.
 */
export function awsBatchExecutor<Backtest extends BatchBacktest, Market extends { readonly setup: SweepSetup }>(
  parts: AwsBatchParts<Backtest, Market>,
): Executor<Backtest, Market> {
  const { engine, scripts, home, pauseMs = PAUSE_MS, now = Date.now } = parts;
  const cache = createServiceCache(parts.requestTimeoutMs);
  const missing = createMissingJobs(pauseMs);

  const workOf = (backtest: Backtest, moment: SweepMoment, { market, codeHash }: PreparedSweep<Market>) => {
    const { strategy } = backtest;
    if (strategy.kind === "script") {
      const window = scripts?.resolveWindow(backtest, moment) ?? { startDate: null, endDate: null };
      return async () => scriptWork({ ...backtest, strategy }, { home, window, codeHash });
    }
    return once(async () => {
      const spec = awsOf(backtest);
      return strategyWork(market, { spec, home, services: await cache.of(spec) });
    });
  };
  const outsideOf = (backtest: Backtest, work: () => Promise<BatchWork>, cellsPerJob: number): OutsideSweep => {
    const spec = awsOf(backtest);
    const { queueTimeoutMs } = spec;
    const { cellTimeoutMs } = backtest;
    const looking = async () => {
      const services = await cache.of(spec);
      return { services, batch: services.batch, missing, queueTimeoutMs, now };
    };
    return {
      maxCells: spec.maxParallel * cellsPerJob,
      nameOf: jobName,
      async begin(externalId, cells, begin) {
        const plan = { spec, services: await cache.of(spec), work, cellsPerJob, pauseMs };
        return submitJob(externalId, cells, {
          plan: { ...plan, ...(cellTimeoutMs !== undefined && { cellTimeoutMs }) },
          begin,
        });
      },
      look: async (externalIds) => lookAtJobs(externalIds, await looking()),
      collect: async (externalId, cells) => collectJob(externalId, cells, { spec, ...(await looking()) }),
    };
  };

  return {
    kind: "aws_batch",
    async prepare(backtest, moment) {
      const isScript = backtest.strategy.kind === "script";
      // Parts of the bars are measured where the bars are at hand, and programs over parts of the days where these are run.
      const {
        measureParts: _,
        periods: __,
        ...prepared
      } = await ((isScript ? scripts : undefined) ?? engine).prepare(backtest, moment);
      const { maxParallel } = awsOf(backtest);
      // A cell of a script is a program of its own, worth a job; of the engine's cells it takes many.
      const share = isScript ? 1 : Math.ceil(Math.min(moment.cells ?? 1, MOST_CELLS) / maxParallel);
      const cellsPerJob = Math.max(1, share);
      const maxCells = Math.min(MOST_CELLS, maxParallel * cellsPerJob);
      return {
        ...prepared,
        rangeTarget: { ms: 0, firstCells: maxCells, maxCells, isFixed: true },
        outside: outsideOf(backtest, workOf(backtest, moment, prepared), cellsPerJob),
      };
    },
    async abandon(externalId, backtest) {
      const { batch } = await cache.of(awsOf(backtest));
      return abandonJob(externalId, { batch, missing });
    },
    close: () => cache.close(),
  };
}

function awsOf({ name, aws }: BatchBacktest): AwsBatchSpec {
  if (aws !== undefined) return aws;
  throw new AppError("EXECUTOR_UNKNOWN", `${name} does not say where in AWS its jobs run`);
}

function scriptWork(
  backtest: ScriptBacktest,
  { home, window, codeHash }: { readonly home: string; readonly window: ScriptWindow; readonly codeHash: string },
): ScriptWork {
  const { strategy, window: _, ...rest } = backtest;
  const { params, grid, settings, volatile, cellTimeoutMs } = rest;
  const place = { ...strategy, path: strategy.path === null ? null : path.relative(home, strategy.path) };
  const own = {
    strategy: place,
    params,
    grid: { axes: grid.axes, add: grid.add },
    settings,
    volatile,
    window: backtest.window,
  };
  return {
    kind: "script",
    codeHash,
    window,
    backtest: { ...own, ...(cellTimeoutMs !== undefined && { cellTimeoutMs }) },
  };
}

/** Uploads the bars, unless they are there. */
async function strategyWork(
  market: { readonly setup: SweepSetup } | null,
  { spec, home, services }: { readonly spec: AwsBatchSpec; readonly home: string; readonly services: AwsServices },
): Promise<StrategyWork> {
  if (market === null) throw new TypeError("The engine's backtests have a market");
  const { bars, strategy, ...setup } = market.setup;
  const file = encodeBars(bars);
  const key = barsKey(spec, file.sha256);
  await services.store.putNew(key, file.bytes);
  const place = strategy.kind === "builtin" ? strategy : { ...strategy, path: path.relative(home, strategy.path) };
  return {
    kind: "strategy",
    engine: ENGINE_VERSION,
    setup: { ...setup, strategy: place },
    bars: { key, sha256: file.sha256 },
  };
}

/** Asked again where it has failed. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let going: Promise<T> | null = null;
  return () => {
    going ??= work().catch((error: unknown) => {
      going = null;
      throw error;
    });
    return going;
  };
}
