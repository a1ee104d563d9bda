import {
  accumulation,
  chaikinMoneyFlow,
  chaikinOscillator,
  moneyFlowIndex,
  onBalanceVolume,
} from "../volume/volume-flow.ts";
import { bars, type IndicatorEntry } from "./indicator-entry.ts";

interface Traded {
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

export const VOLUME_ENTRIES = [
  {
    name: "obv",
    group: "volume",
    takes: ["bars"],
    needs: ["close", "volume"],
    params: [],
    gives: [],
    source: "TA-Lib OBV",
    says: "On-balance volume: that of rising bars less that of falling ones (Granville 1963)",
    compute: ({ close, volume }: Traded) => onBalanceVolume(close, volume),
  },
  {
    name: "ad",
    group: "volume",
    takes: ["bars"],
    needs: ["high", "low", "close", "volume"],
    params: [],
    gives: [],
    source: "TA-Lib AD",
    says: "Accumulation and distribution line: volume by where the bar closed, added up (Chaikin)",
    compute: accumulation,
  },
  {
    name: "adosc",
    group: "volume",
    takes: ["bars"],
    needs: ["high", "low", "close", "volume"],
    params: [bars(3, { name: "fast" }), bars(10, { name: "slow" })],
    gives: [],
    source: "TA-Lib ADOSC",
    says: "Fast less slow average of that line",
    compute: chaikinOscillator,
  },
  {
    name: "cmf",
    group: "volume",
    takes: ["bars"],
    needs: ["high", "low", "close", "volume"],
    params: [bars(20)],
    gives: [],
    source: "ta ChaikinMoneyFlowIndicator",
    says: "Chaikin's money flow ÷ volume, −1…1. NaN where nothing was traded",
    compute: chaikinMoneyFlow,
  },
  {
    name: "mfi",
    group: "volume",
    takes: ["bars"],
    needs: ["high", "low", "close", "volume"],
    params: [bars(14)],
    gives: [],
    source: "TA-Lib MFI",
    says: "Money flow index, 0…100: as an rsi, of typical price times volume (Quong and Soudack 1989)",
    compute: moneyFlowIndex,
  },
] as const satisfies readonly IndicatorEntry[];
