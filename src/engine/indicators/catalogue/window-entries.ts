import { beta, correlation } from "../rolling/co-movement.ts";
import { median, percentRank, quantile } from "../rolling/order-statistics.ts";
import { skewness, standardDeviation, variance, zScore } from "../rolling/spread.ts";
import { extremeBars } from "../windows/extreme-bars.ts";
import { windowSums } from "../windows/window-sums.ts";
import { bars, factor, type IndicatorEntry } from "./indicator-entry.ts";

const ddof = { name: "ddof", default: 0, min: 0, max: 1, isWhole: true };

const barOf =
  (side: 1 | -1) =>
  (source: Float64Array, window: number): Float64Array =>
    Float64Array.from(extremeBars(source, window, side), (bar, now) => (bar < 0 ? Number.NaN : now - bar));

export const WINDOW_ENTRIES = [
  {
    name: "sum",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib SUM",
    says: "Sum of the window",
    compute: windowSums,
  },
  {
    name: "stddev",
    group: "windows",
    takes: ["column"],
    params: [bars(5, { min: 2 }), ddof],
    gives: [],
    source: "TA-Lib STDDEV; numpy std with ddof 1",
    says: "Standard deviation: squared distances ÷ (window − ddof)",
    compute: standardDeviation,
  },
  {
    name: "variance",
    group: "windows",
    takes: ["column"],
    params: [bars(5, { min: 2 }), ddof],
    gives: [],
    source: "TA-Lib VAR; numpy var with ddof 1",
    says: "Its square",
    compute: variance,
  },
  {
    name: "skew",
    group: "windows",
    takes: ["column"],
    params: [bars(30, { min: 3 })],
    gives: [],
    source: "pandas skew",
    says: "Skewness, corrected for its bias. NaN where all values are equal",
    compute: skewness,
  },
  {
    name: "zscore",
    group: "windows",
    takes: ["column"],
    params: [bars(30, { min: 2 })],
    gives: [],
    source: "pandas (x − mean) ÷ std",
    says: "Distance from the mean in standard deviations (n − 1). NaN where all values are equal",
    compute: zScore,
  },
  {
    name: "median",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "pandas median",
    says: "The middle value, or the mean of the two",
    compute: median,
  },
  {
    name: "quantile",
    group: "windows",
    takes: ["column"],
    params: [bars(30), factor("share", 0.5, 0, 1)],
    gives: [],
    source: "pandas quantile, linear",
    says: "The value that a share of the window lies below, between two of them by a straight line",
    compute: quantile,
  },
  {
    name: "percentRank",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "pandas rank(pct=True)",
    says: "Rank among the window ÷ window, above 0 … 1; equal values share their mean rank",
    compute: percentRank,
  },
  {
    name: "argMax",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "numpy argmax",
    says: "Bars since the highest value of the window; of equal ones the latest",
    compute: barOf(1),
  },
  {
    name: "argMin",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "numpy argmin",
    says: "Bars since the lowest one",
    compute: barOf(-1),
  },
  {
    name: "correl",
    group: "windows",
    takes: ["column", "column"],
    params: [bars(30, { min: 2 })],
    gives: [],
    source: "TA-Lib CORREL",
    says: "Correlation (Pearson), −1…1; 0 where one stands still",
    compute: correlation,
  },
  {
    name: "beta",
    group: "windows",
    takes: ["column", "column"],
    params: [bars(5, { min: 2 })],
    gives: [],
    source: "TA-Lib BETA, its columns the other way round",
    says: "Slope of the changes of a price on those of a benchmark, the second column",
    compute: beta,
  },
] as const satisfies readonly IndicatorEntry[];
