import { kama } from "../averages/kama.ts";
import { dema, tema, trix } from "../averages/layered-ema.ts";
import { macd } from "../averages/macd.ts";
import { rma } from "../averages/seeded-ema.ts";
import { vwma } from "../averages/vwma.ts";
import { hma, wma } from "../averages/wma.ts";
import { bars, type IndicatorEntry } from "./indicator-entry.ts";

interface Traded {
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const AVERAGE_ENTRIES = [
  {
    name: "rma",
    group: "averages",
    takes: ["column"],
    params: [bars(14)],
    gives: [],
    source: "TA-Lib, inside of ATR",
    says: "Wilder's average: smoothing 1 ÷ window, started at the mean of the first window (Wilder 1978)",
    compute: (source: Float64Array, window: number) => rma(source, window),
  },
  {
    name: "wma",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib WMA",
    says: "Weights 1 … window, the latest value the heaviest",
    compute: wma,
  },
  {
    name: "hma",
    group: "averages",
    takes: ["column"],
    params: [bars(10)],
    gives: [],
    source: "pandas-ta hma",
    says: "Hull's: wma over √window of 2 · wma(window ÷ 2) − wma(window), windows cut to whole bars (Hull 2005)",
    compute: hma,
  },
  {
    name: "dema",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib DEMA",
    says: "2·E − E(E), E the average started at its mean (Mulloy 1994)",
    compute: dema,
  },
  {
    name: "tema",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib TEMA",
    says: "3·E − 3·E(E) + E(E(E)) (Mulloy 1994)",
    compute: tema,
  },
  {
    name: "kama",
    group: "averages",
    takes: ["column"],
    params: [bars(30), bars(2, { name: "fast" }), bars(30, { name: "slow" })],
    gives: [],
    source: "TA-Lib KAMA",
    says: "Kaufman's: the faster the straighter the way of the window (Kaufman 1995)",
    compute: kama,
  },
  {
    name: "vwma",
    group: "averages",
    takes: ["bars"],
    needs: ["close", "volume"],
    params: [bars(10)],
    gives: [],
    source: "pandas; name and default of pandas-ta",
    says: "Mean of the close by volume. NaN where nothing was traded",
    compute: ({ close, volume }: Traded, window: number) => vwma(close, volume, window),
  },
  {
    name: "macd",
    group: "averages",
    takes: ["column"],
    params: [bars(12, { name: "fast" }), bars(26, { name: "slow" }), bars(9, { name: "signal" })],
    gives: ["line", "signal", "histogram"],
    source: "TA-Lib MACD",
    says: "Fast less slow average, the average of that, and their difference (Appel 1979)",
    compute: macd,
  },
  {
    name: "trix",
    group: "averages",
    takes: ["column"],
    params: [bars(30)],
    gives: [],
    source: "TA-Lib TRIX",
    says: "Change of E(E(E)) from bar to bar in percent (Hutson 1983)",
    compute: trix,
  },
] as const satisfies readonly IndicatorEntry[];
