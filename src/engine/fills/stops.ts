import type { Bars } from "../bars.ts";
import type { ExitReason } from "../trade.ts";
import type { IntrabarOrder } from "../execution-rules.ts";
import type { Side } from "./side.ts";

/** How far stops stand from the entry, as fractions; Infinity means none. */
export interface StopDistances {
  readonly stopLoss: number;
  readonly takeProfit: number;
  /** From the best price since the entry. */
  readonly trailing: number;
}

/** The price that stops are measured from: that of the fill, the close of its bar, or the close of the bar of the signal. */
export type StopBasis = "fill" | "entry_close" | "signal_close";

/** `stop_first`: as pessimistic, but a stop hit inside the bar comes before a target passed by the opening gap. */
export type StopOrder = IntrabarOrder | "stop_first";

/** The stops of one position; infinitely far away where there is none. */
export interface StopWatch {
  readonly side: Side;
  /** Price that the distances were measured from. */
  readonly basis: number;
  stopLoss: number;
  takeProfit: number;
  /** Distance to the best price, as a fraction. */
  trailing: number;
  /** Best price since the entry; the trailing stop hangs on it. */
  best: number;
}

export function watchFrom({ stopLoss, takeProfit, trailing }: StopDistances, side: Side, basis: number): StopWatch {
  return {
    side,
    basis,
    stopLoss: basis * (1 - side * stopLoss),
    takeProfit: basis * (1 + side * takeProfit),
    trailing,
    best: basis,
  };
}

export interface StopHit {
  readonly price: number;
  readonly reason: ExitReason;
}

/** The stop or target that one bar hits, at which price, or null; null moves the trailing stop along. */
export function stopHit(watch: StopWatch, order: StopOrder, bars: Bars, bar: number): StopHit | null {
  const open = bars.open[bar] ?? Number.NaN;
  const high = bars.high[bar] ?? Number.NaN;
  const low = bars.low[bar] ?? Number.NaN;
  const worst = watch.side > 0 ? low : high;
  const best = watch.side > 0 ? high : low;
  switch (order) {
    case "stop_first":
      return againstStop(watch, open, worst) ?? atTarget(watch, open, best) ?? trail(watch, best);
    case "pessimistic":
      return gap(watch, open) ?? againstStop(watch, open, worst) ?? atTarget(watch, open, best) ?? trail(watch, best);
    case "optimistic":
      return gap(watch, open) ?? atTarget(watch, open, best) ?? againstStop(watch, open, worst) ?? trail(watch, best);
    case "ohlc":
    case "olhc": {
      const close = bars.close[bar] ?? Number.NaN;
      const bestFirst = (order === "ohlc") === watch.side > 0;
      const opening = gap(watch, open) ?? trail(watch, open);
      if (bestFirst) {
        return opening ?? atTarget(watch, open, best) ?? trail(watch, best) ?? againstStop(watch, best, worst);
      }
      return (
        opening ??
        againstStop(watch, open, worst) ??
        atTarget(watch, worst, best) ??
        trail(watch, best) ??
        againstStop(watch, best, close)
      );
    }
  }
}

/** Takes the trailing stop along with the best price of a bar. */
export function moveTrailing(watch: StopWatch, bars: Bars, bar: number): void {
  trail(watch, (watch.side > 0 ? bars.high[bar] : bars.low[bar]) ?? Number.NaN);
}

/** Both at the open: what the gap since the last close jumped over is filled at the open. */
function gap(watch: StopWatch, open: number): StopHit | null {
  return againstStop(watch, open, open) ?? atTarget(watch, open, open);
}

/** The price moves from `from` to `to`: does it meet the nearer of stop loss and trailing stop? */
function againstStop(watch: StopWatch, from: number, to: number): StopHit | null {
  const { side, stopLoss } = watch;
  const trailing = watch.best * (1 - side * watch.trailing);
  const isTrailing = side * (trailing - stopLoss) > 0;
  const level = isTrailing ? trailing : stopLoss;
  if (!(side * (to - level) <= 0)) return null;
  return {
    price: side * (from - level) <= 0 ? from : level,
    reason: isTrailing ? "trailing_stop" : "stop_loss",
  };
}

function atTarget(watch: StopWatch, from: number, to: number): StopHit | null {
  const { side, takeProfit: level } = watch;
  if (!(side * (to - level) >= 0)) return null;
  return { price: side * (from - level) >= 0 ? from : level, reason: "take_profit" };
}

function trail(watch: StopWatch, best: number): null {
  if (watch.side * (best - watch.best) > 0) watch.best = best;
  return null;
}
