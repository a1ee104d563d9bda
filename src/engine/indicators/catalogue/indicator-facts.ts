import { INDICATOR_ENTRIES } from "./indicator-catalogue.ts";
import { bars, type IndicatorFacts } from "./indicator-entry.ts";

/** Those that the cache itself computes: they lie in the memory of crossings, or are older than the catalogue. */
const OF_THE_CACHE: readonly IndicatorFacts[] = [
  {
    name: "sma",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib SMA",
    says: "Simple moving average",
  },
  {
    name: "ema",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "pandas ewm(span, adjust=False); default of TA-Lib",
    says: "Smoothing 2 ÷ (window + 1), started at the first value; TA-Lib's is started at the mean of the first window",
  },
  {
    name: "rsi",
    group: "oscillators",
    takes: ["column"],
    params: [bars(14), { name: "variant", default: "wilder", says: "wilder or simple" }],
    gives: [],
    source: "TA-Lib RSI; 50 in place of 0 where nothing moved",
    says: "Relative strength index, 0…100, smoothed by Wilder's average, or by a simple one (Cutler)",
  },
  {
    name: "highest",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib MAX",
    says: "Highest value of the window, this bar included",
  },
  {
    name: "lowest",
    group: "windows",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib MIN",
    says: "The lowest one",
  },
  {
    name: "deviation",
    group: "windows",
    takes: ["column"],
    params: [bars(5)],
    gives: [],
    source: "TA-Lib STDDEV",
    says: "stddev with ddof 0, by its older name",
  },
];

/** Every indicator, as docs/indicators.md lists them. */
export const INDICATOR_FACTS: readonly IndicatorFacts[] = [...OF_THE_CACHE, ...INDICATOR_ENTRIES];
