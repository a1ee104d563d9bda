import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";
import { arithmeticSharpe } from "../../../../core/metrics/sharpe.ts";
import { meanOf, spreadOf } from "../../../../core/numbers/moments.ts";
import { averageTurnover } from "./average-turnover.ts";
import { decayHalfLife } from "./decay-half-life.ts";
import { FACTOR_METRICS, type FactorMetricId } from "../../metric-catalogue.ts";
import type { FactorMetrics, FactorReasons } from "./factor-catalogue.ts";
import type { FactorPanel } from "./factor-panel.ts";
import { type DailyCoefficients, dailyCoefficients } from "./information-coefficient.ts";
import { longShortSpread } from "./long-short-spread.ts";

export interface FactorInput {
  /** What the factor says of each asset at each date. */
  readonly signals: FactorPanel;
  /** What the asset earned in the period after the date; same shape. */
  readonly forwardReturns: FactorPanel;
  /** Portfolio weights; same shape. Without them the turnover is `not_computed`. */
  readonly weights?: FactorPanel;
  /** Groups of the long-short spread; default 5. */
  readonly quantiles?: number;
  /** Periods over which the decay is fitted; default 10. */
  readonly decayLags?: number;
}

export interface FactorResult extends DailyCoefficients {
  readonly metrics: FactorMetrics;
  readonly reasons: FactorReasons;
}

/** Every factor metric of one signal panel, with its daily ICs. Never NaN or Infinity: a number, or null with its reason. */
export function factorMetrics(input: FactorInput): FactorResult {
  const { signals, forwardReturns } = input;
  const daily = dailyCoefficients(signals, forwardReturns);
  const ic = defined(daily.ic);
  const all: Readonly<Record<FactorMetricId, Measured>> = {
    mean_ic: mean(ic),
    rank_ic: mean(defined(daily.rankIc)),
    icir: informationRatio(ic),
    hit_rate: mean(ic.map((value) => (value > 0 ? 1 : 0))),
    coverage: coverage(signals),
    long_short_spread: longShortSpread(signals, forwardReturns, input.quantiles),
    average_turnover: input.weights ? averageTurnover(input.weights) : unmeasured("not_computed"),
    decay_half_life: decayHalfLife(meanIcByLag(signals, forwardReturns, input.decayLags ?? 10)),
  };
  const ids = FACTOR_METRICS.map(({ id }) => id);
  const metrics = Object.fromEntries(ids.map((id) => [id, all[id].value])) as FactorMetrics;
  const reasons: FactorReasons = Object.fromEntries(
    ids.flatMap((id) => (all[id].reason === null ? [] : [[id, all[id].reason]])),
  );
  return { ...daily, metrics, reasons };
}

function defined(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

function mean(values: Float64Array): Measured {
  return values.length === 0 ? unmeasured("too_few_bars") : measured(meanOf(values));
}

/** Mean ÷ standard deviation (n − 1) of the daily ICs, not annualised. */
function informationRatio(ic: Float64Array): Measured {
  return arithmeticSharpe(spreadOf(ic), 1);
}

/** Share of the dates and assets that have a signal. */
function coverage({ values }: FactorPanel): Measured {
  return mean(values.map((value) => (Number.isFinite(value) ? 1 : 0)));
}

/** Mean IC of each date's signals against the returns 0, 1, … `lags` − 1 periods later. */
function meanIcByLag(signals: FactorPanel, returns: FactorPanel, lags: number): Float64Array {
  return Float64Array.from({ length: Math.min(lags, signals.dates) }, (_, lag) => {
    const dates = signals.dates - lag;
    const early = { ...signals, dates };
    const late = { ...returns, dates, values: returns.values.subarray(lag * returns.assets) };
    const ic = defined(dailyCoefficients(early, late).ic);
    return ic.length === 0 ? Number.NaN : meanOf(ic);
  });
}
