import type { Bars } from "../bars.ts";
import type { MacdColumns } from "./averages/macd.ts";
import type { StochasticColumns } from "./oscillators/stochastic.ts";
import type { RsiVariant } from "./rsi.ts";
import type { AroonColumns } from "./trend/aroon.ts";
import type { BollingerColumns, ChannelColumns } from "./trend/channels.ts";
import type { IchimokuColumns } from "./trend/ichimoku.ts";
import type { RegressionColumns } from "./trend/linear-regression.ts";
import type { SupertrendColumns } from "./trend/supertrend.ts";

/** One condition per bar: what a strategy signals, or any list of true and false. */
export type Flags = ArrayLike<number | boolean>;

/**
 * Each gives one value per bar, NaN until it is known; docs/indicators.md lists them with their sources and first bars. Windows are
 * whole numbers of bars; what is left out has the default. After a NaN each begins anew: what came before a gap plays no part in
 * what comes after it. Columns are computed once per source and parameters, and
 * shared by the cells of a sweep: treat them as read-only.
 */
export interface Indicators {
  /** Simple moving average. */
  sma(source: Float64Array, window?: number): Float64Array;
  /** Exponential moving average, smoothing 2 ÷ (window + 1), started at the first value, as pandas does. */
  ema(source: Float64Array, window?: number): Float64Array;
  /** Wilder's average, smoothing 1 ÷ window, started at the mean of the first window. */
  rma(source: Float64Array, window?: number): Float64Array;
  /** Weighted 1 … window, the latest the heaviest. */
  wma(source: Float64Array, window?: number): Float64Array;
  /** Hull's average. */
  hma(source: Float64Array, window?: number): Float64Array;
  /** Double and triple exponential averages, started at the mean. */
  dema(source: Float64Array, window?: number): Float64Array;
  tema(source: Float64Array, window?: number): Float64Array;
  /** Kaufman's adaptive average. */
  kama(source: Float64Array, window?: number, fast?: number, slow?: number): Float64Array;
  /** Mean of the close by volume. */
  vwma(bars: Bars, window?: number): Float64Array;
  /** Moving average convergence and divergence, started as TA-Lib does. */
  macd(source: Float64Array, fast?: number, slow?: number, signal?: number): MacdColumns;
  /** Change of a triple exponential average in percent. */
  trix(source: Float64Array, window?: number): Float64Array;

  /** True range. */
  trange(bars: Bars): Float64Array;
  /** Average true range (Wilder), and the same in percent of the close. */
  atr(bars: Bars, window?: number): Float64Array;
  natr(bars: Bars, window?: number): Float64Array;
  /** Directional movement, 0…100: of rises, of falls, their distance, its average, and the mean of two of these. */
  plusDi(bars: Bars, window?: number): Float64Array;
  minusDi(bars: Bars, window?: number): Float64Array;
  dx(bars: Bars, window?: number): Float64Array;
  adx(bars: Bars, window?: number): Float64Array;
  adxr(bars: Bars, window?: number): Float64Array;
  /** A stop that follows the trend, and its direction, 1 or −1. */
  supertrend(bars: Bars, window?: number, multiplier?: number): SupertrendColumns;
  /** Parabolic stop and reverse. */
  sar(bars: Bars, acceleration?: number, maximum?: number): Float64Array;
  /** How lately the extremes of `window + 1` bars were, 0…100. */
  aroon(bars: Bars, window?: number): AroonColumns;
  aroonosc(bars: Bars, window?: number): Float64Array;
  /** Bollinger's bands, %b and width. */
  bbands(source: Float64Array, window?: number, multiplier?: number): BollingerColumns;
  /** Average of the close and so many average true ranges around it. */
  keltner(bars: Bars, window?: number, multiplier?: number, atrWindow?: number): ChannelColumns;
  /** Highest high and lowest low, this bar included. */
  donchian(bars: Bars, window?: number): ChannelColumns;
  /** All of it as it is known at its bar; there is no lagging line. */
  ichimoku(bars: Bars, conversion?: number, base?: number, span?: number): IchimokuColumns;
  /** Straight line through the window. */
  linearreg(source: Float64Array, window?: number): RegressionColumns;

  /** Relative strength index, 0…100; `wilder` (default) smooths as Wilder and TA-Lib do, `simple` averages. */
  rsi(source: Float64Array, window?: number, variant?: RsiVariant): Float64Array;
  /** Slow and fast stochastic, 0…100. */
  stoch(bars: Bars, window?: number, slow?: number, smooth?: number): StochasticColumns;
  stochf(bars: Bars, window?: number, smooth?: number): StochasticColumns;
  /** Fast stochastic of Wilder's rsi. */
  stochRsi(source: Float64Array, window?: number, range?: number, smooth?: number): StochasticColumns;
  /** Williams %R, −100…0. */
  willr(bars: Bars, window?: number): Float64Array;
  /** Commodity channel index. */
  cci(bars: Bars, window?: number): Float64Array;
  /** Change over the window in percent, and as it is. */
  roc(source: Float64Array, window?: number): Float64Array;
  mom(source: Float64Array, window?: number): Float64Array;
  /** Ultimate oscillator, 0…100. */
  ultosc(bars: Bars, short?: number, medium?: number, long?: number): Float64Array;

  /** On-balance volume. */
  obv(bars: Bars): Float64Array;
  /** Accumulation and distribution line, and Chaikin's oscillator of it. */
  ad(bars: Bars): Float64Array;
  adosc(bars: Bars, fast?: number, slow?: number): Float64Array;
  /** Chaikin's money flow, −1…1. */
  cmf(bars: Bars, window?: number): Float64Array;
  /** Money flow index, 0…100. */
  mfi(bars: Bars, window?: number): Float64Array;

  /** Highest and lowest of the last `window` values, the current one included. */
  highest(source: Float64Array, window?: number): Float64Array;
  lowest(source: Float64Array, window?: number): Float64Array;
  /** How many bars ago these were. */
  argMax(source: Float64Array, window?: number): Float64Array;
  argMin(source: Float64Array, window?: number): Float64Array;
  sum(source: Float64Array, window?: number): Float64Array;
  /** Standard deviation (population) of the last `window` values. */
  deviation(source: Float64Array, window?: number): Float64Array;
  /** Squared distances from the mean ÷ (window − ddof), and its root. */
  variance(source: Float64Array, window?: number, ddof?: number): Float64Array;
  stddev(source: Float64Array, window?: number, ddof?: number): Float64Array;
  /** Skewness, corrected for its bias. */
  skew(source: Float64Array, window?: number): Float64Array;
  /** Distance from the mean in standard deviations (n − 1). */
  zscore(source: Float64Array, window?: number): Float64Array;
  median(source: Float64Array, window?: number): Float64Array;
  /** The value that a share (0…1) of the window lies below. */
  quantile(source: Float64Array, window?: number, share?: number): Float64Array;
  /** Rank among the window ÷ window, above 0 … 1. */
  percentRank(source: Float64Array, window?: number): Float64Array;
  /** Correlation, −1…1. */
  correl(source: Float64Array, other: Float64Array, window?: number): Float64Array;
  /** Slope of the changes of a price on those of a benchmark. */
  beta(source: Float64Array, benchmark: Float64Array, window?: number): Float64Array;

  /** What was so many bars ago. */
  shift(source: Float64Array, bars?: number): Float64Array;
  /** Change against so many bars ago. */
  diff(source: Float64Array, bars?: number): Float64Array;
  /** 1 where the source crosses above, or below, or either; a number is a level. As the built-in strategies see a crossing. */
  crossover(source: Float64Array, line: Float64Array | number): Uint8Array;
  crossunder(source: Float64Array, line: Float64Array | number): Uint8Array;
  crossed(source: Float64Array, line: Float64Array | number): Uint8Array;
  /** Bars since the condition held, 0 at one at which it does. */
  barsSince(condition: Flags): Float64Array;
  /** The value at the latest bar at which the condition held, or `occurrence` times before that. */
  valueWhen(condition: Flags, source: Float64Array, occurrence?: number): Float64Array;

  /** A column of the strategy's own, computed once per name and shared by all cells: put what it depends on into the name. */
  own(name: string, compute: () => Float64Array): Float64Array;
}
