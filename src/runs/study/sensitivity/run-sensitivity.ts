import { setImmediate } from "node:timers/promises";
import { describeSensitivity, sensitivityVerdict } from "../../../analytics/sensitivity/describe-sensitivity.ts";
import type { Figures, SensitivityResult, SensitivityRow } from "../../../analytics/sensitivity/sensitivity-result.ts";
import { sensitivityStatistics } from "../../../analytics/sensitivity/sensitivity-statistics.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { type Measured, unmeasured } from "../../../core/metrics/measured.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import { quantileOfSorted } from "../../../core/numbers/quantile.ts";
import type { SensitivitySpec } from "../../../core/spec/study-spec.ts";
import type { BacktestResult } from "../../../engine/backtest.ts";
import { computedMetrics, needsBenchmark } from "../../../engine/metrics/computed-metrics.ts";
import { describeMetric, isComputedMetric } from "../../../engine/metrics/metric-catalogue.ts";
import { runBenchmark } from "../../../engine/run-benchmark.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import type { Market } from "../../market/market.ts";
import { marketOf } from "../../market/market-of.ts";
import type { RunDeps } from "../../run-deps.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { bestCell } from "../best-cell.ts";
import { type AskedChange, askedChanges, changedExecution, type Traded } from "./changed-execution.ts";

export interface SensitivityTask {
  readonly sweep: Sweep;
  /** Of the backtest. */
  readonly backtestTask: TaskId;
  readonly signal: AbortSignal;
}

type StudyDeps = Pick<RunDeps, "database" | "strategies">;

/** What every row has besides the objective. */
const METRICS = ["sharpe", "total_return", "max_drawdown", "total_trades"] as const;
/** What an execution may be refused by: the profile knows no such thing, or costs beyond all bounds. */
const REFUSALS: ReadonlySet<string> = new Set(["EXECUTION_INVALID", "PARAM_INVALID"]);

/** Trades the best cell under worse execution. The same inputs give the same bytes. */
export async function runSensitivity(task: SensitivityTask, deps: StudyDeps): Promise<SensitivityResult> {
  const { sweep, backtestTask } = task;
  const spec = sensitivityOf(sweep.backtest);
  const metrics = [...new Set([sweep.backtest.objective, ...METRICS])];
  const best = await bestCell(sweep, backtestTask, deps.database);
  const measured = best === null ? NOTHING : await measure(task, { spec, metrics, params: best.params }, deps);
  const statistics = sensitivityStatistics(measured.real, measured.rows, measured.breakEven);
  const { real, rows } = measured;
  return {
    study: "sensitivity",
    version: 1,
    verdict: describeSensitivity({ real, rows, statistics }),
    holds: sensitivityVerdict({ real, rows, statistics }),
    statistics,
    metrics,
    real,
    rows,
    draws: spec.draws,
    seed: spec.seed,
  };
}

interface Measurement {
  readonly real: Figures;
  readonly rows: readonly SensitivityRow[];
  readonly breakEven: Measured;
}

/** Of a backtest without a cell that succeeded. */
const NOTHING: Measurement = { real: {}, rows: [], breakEven: unmeasured("not_computed") };

async function measure(
  { sweep, signal }: SensitivityTask,
  asked: { readonly spec: SensitivitySpec; readonly metrics: readonly string[] } & Pick<Traded, "params">,
  { strategies }: StudyDeps,
): Promise<Measurement> {
  const market = marketOf(sweep);
  const figuresOf = measurer(market, asked.metrics);
  const cell: Traded = { setup: market.setup, params: asked.params };
  const trade = async ({ setup, params }: Traded): Promise<BacktestResult> => {
    signal.throwIfAborted();
    // Built-in strategies are traded in this thread: others have their turn in between.
    await setImmediate();
    return strategies.runCell(setup, params);
  };
  const whole = await trade(cell);
  const rows: SensitivityRow[] = [];
  for (const change of askedChanges(asked.spec)) rows.push(await rowOf(change, { cell, trade, figuresOf }));
  const [breakEven = unmeasured("not_computed")] = computedMetrics(["break_even_bps"], whole, market.settings, null);
  return { real: figuresOf(whole), rows, breakEven };
}

/** The metrics of a result, whether a sweep has them or they are made of its curve. */
function measurer(market: Market, metrics: readonly string[]): (result: BacktestResult) => Figures {
  const { settings } = market;
  const computed = metrics.filter(isComputedMetric);
  const benchmark = needsBenchmark(computed) ? runBenchmark(market).equity : null;
  return (result) => {
    const measures = computedMetrics(computed, result, settings, benchmark);
    const known = new Map<string, number | null>([
      ...Object.entries(result.metrics),
      ...computed.map((id, at) => [id, measures[at]?.value ?? null] as const),
    ]);
    return Object.fromEntries(metrics.map((id) => [id, known.get(id) ?? null]));
  };
}

interface Trading {
  readonly cell: Traded;
  readonly trade: (cell: Traded) => Promise<BacktestResult>;
  readonly figuresOf: (result: BacktestResult) => Figures;
}

async function rowOf(asked: AskedChange, { cell, trade, figuresOf }: Trading): Promise<SensitivityRow> {
  const { change, amount, seeds } = asked;
  const drawn: Figures[] = [];
  try {
    for (const seed of seeds ?? [cell.setup.settings.seed]) {
      drawn.push(figuresOf(await trade(changedExecution(cell, asked, seed))));
    }
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.has(error.code)) throw error;
    return { change, amount, refused: error.message, figures: {}, worst: null };
  }
  const [only = {}] = drawn;
  const isDrawn = seeds !== null;
  return {
    change,
    amount,
    refused: null,
    figures: isDrawn ? quantilesOf(drawn, () => 0.5) : only,
    worst: isDrawn ? quantilesOf(drawn, (id) => (describeMetric(id).better === "lower" ? 0.95 : 0.05)) : null,
  };
}

/** Of each metric over the draws in which it is defined. */
function quantilesOf(drawn: readonly Figures[], probabilityOf: (metric: string) => number): Figures {
  const [first = {}] = drawn;
  return Object.fromEntries(
    Object.keys(first).map((id) => {
      const sorted = Float64Array.from(drawn.flatMap((figures) => figures[id] ?? [])).sort();
      return [id, sorted.length === 0 ? null : quantileOfSorted(sorted, probabilityOf(id))];
    }),
  );
}

function sensitivityOf({ name, sensitivity }: BacktestSpec): SensitivitySpec {
  if (sensitivity === undefined) throw new RangeError(`${name} has no sensitivity`);
  return sensitivity;
}
