import type { ComparedTrade } from "../../analytics/regression/compare-trades.ts";
import { EXACT, isChanged, type Tolerance } from "../../analytics/regression/compare-columns.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { type SweepMetricId, SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import type { SweepMoment } from "../../executors/executor.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { marketOf } from "../market/market-of.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep, type Sweep } from "../sweep/open-sweep.ts";

/** What of a result can be put in the place of what it was, one after the other, in this order. */
export const TRACED_INPUTS = ["engine", "data", "dates", "code", "settings", "params"] as const;
export type TracedInput = (typeof TRACED_INPUTS)[number];

/** All that a cell is computed from, but the engine: that is always the one which runs. */
export interface CellInputs {
  readonly backtest: BacktestSpec;
  readonly moment: SweepMoment;
  readonly params: Params;
}

/** One more input of the later result than the step before it has. */
export interface TraceStep {
  readonly input: TracedInput;
  readonly metrics: StoredValues;
  /** Metrics that the input has moved beyond the tolerance, … */
  readonly changed: readonly SweepMetricId[];
  /** … and whether it has moved any to the last bit. */
  readonly moved: boolean;
}

export type StoredValues = Readonly<Record<SweepMetricId, number | null>>;

export interface Trace {
  readonly steps: readonly TraceStep[];
  /** Whether two computations from the very same inputs gave two results: then nothing else can be told. */
  readonly random: boolean;
  /** The earlier and the later one in full, as they are computed now. */
  readonly before: TracedResult;
  readonly after: TracedResult;
}

export interface TracedResult {
  readonly metrics: StoredValues;
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly trades: readonly ComparedTrade[];
}

/** Opens the backtest of a cell. */
export type OpenInputs = (inputs: Pick<CellInputs, "backtest" | "moment">) => Promise<Sweep>;

/** Opens each backtest once, for many cells of the same: reading its data takes longer than computing a cell. */
export function openedOnce(deps: RunDeps): OpenInputs {
  const opened = new Map<string, Promise<Sweep>>();
  return ({ backtest, moment }) => {
    const key = canonicalJson({ backtest, moment });
    const known = opened.get(key) ?? openSweep(backtest, moment, deps);
    opened.set(key, known);
    return known;
  };
}

/**
 * Computes one cell again, first with all inputs of an earlier result and then with one more of a later one at a time: what each
 * of them did is the difference to the step before. The engine is what is left between the earlier result as it was stored
 * and as it comes out now. Inputs that are the same on both sides compute nothing.
 *
 * @param stored metrics of the earlier result; null for none
 * @param open of many cells of the same backtests; absent: each is opened once
 * @throws AppError of a cell that cannot be computed, BARS_NOT_KNOWN where the executor has data of its own
 */
export async function traceInputs(
  [before, after]: readonly [CellInputs, CellInputs],
  {
    stored,
    toleranceOf = () => EXACT,
    open: given,
  }: {
    readonly stored: StoredValues | null;
    readonly toleranceOf?: (metric: SweepMetricId) => Tolerance;
    readonly open?: OpenInputs;
  },
  deps: RunDeps,
): Promise<Trace> {
  const known = new Map<string, TracedResult>();
  const open = given ?? openedOnce(deps);
  const computed = (inputs: CellInputs, from: Map<string, TracedResult>) => computeCell(inputs, { open, deps }, from);
  const first = await computed(before, known);
  const again = await computed(before, new Map());
  const steps: TraceStep[] = [];
  let last = stored ?? first.metrics;
  let result = first;
  const add = (input: TracedInput, next: TracedResult): void => {
    const step = { input, metrics: next.metrics, changed: changedBetween(last, next.metrics, toleranceOf) };
    steps.push({ ...step, moved: changedBetween(last, next.metrics, () => EXACT).length > 0 });
    last = next.metrics;
    result = next;
  };
  add("engine", first);
  let inputs = before;
  for (const input of TRACED_INPUTS) {
    if (input === "engine") continue;
    inputs = substituted(inputs, after, input);
    add(input, await computed(inputs, known));
  }
  const lastAgain = await computed(after, new Map());
  const isRandom = (one: TracedResult, other: TracedResult): boolean =>
    changedBetween(one.metrics, other.metrics, () => EXACT).length > 0;
  return { steps, random: isRandom(first, again) || isRandom(result, lastAgain), before: first, after: result };
}

/** One input of the later side in place of that of the earlier one. */
export function substituted(inputs: CellInputs, after: CellInputs, input: Exclude<TracedInput, "engine">): CellInputs {
  const { backtest, moment } = inputs;
  switch (input) {
    case "data":
      return {
        ...inputs,
        backtest: { ...backtest, data: after.backtest.data },
        moment: { ...moment, snapshotId: after.moment.snapshotId ?? null },
      };
    case "dates":
      return {
        ...inputs,
        backtest: { ...backtest, window: after.backtest.window },
        moment: { ...after.moment, snapshotId: moment.snapshotId ?? null },
      };
    case "code":
      return { ...inputs, backtest: { ...backtest, strategy: after.backtest.strategy } };
    case "settings":
      return { ...inputs, backtest: after.backtest };
    case "params":
      return { ...inputs, params: after.params };
  }
}

async function computeCell(
  inputs: CellInputs,
  { open, deps }: { readonly open: OpenInputs; readonly deps: RunDeps },
  known: Map<string, TracedResult>,
): Promise<TracedResult> {
  const sweep = await open(inputs);
  const name = nameOf(sweep, inputs.params);
  const found = known.get(name);
  if (found !== undefined) return found;
  const result = await deps.strategies.runCell(marketOf(sweep).setup, inputs.params);
  known.set(name, result);
  return result;
}

function nameOf({ prepared }: Sweep, params: Params): string {
  return `${prepared.base.toString("hex")} ${canonicalJson(params)}`;
}

export function changedBetween(
  before: StoredValues,
  after: StoredValues,
  toleranceOf: (metric: SweepMetricId) => Tolerance,
): readonly SweepMetricId[] {
  return SWEEP_METRIC_IDS.filter((id) => isChanged(before[id] ?? Number.NaN, after[id] ?? Number.NaN, toleranceOf(id)));
}
