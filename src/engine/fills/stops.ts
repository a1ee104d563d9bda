import type { Bars } from "../bars.ts";
import type { ExitReason } from "../trade.ts";
import type { IntrabarOrder } from "../settings.ts";
import type { Side } from "./account.ts";

/** Where stops stand, as fractions of the basis; Infinity means none. */
export interface StopRules {
  readonly stopLoss: number;
  readonly takeProfit: number;
  /** Distance to the best price since the entry. */
  readonly trailing: number;
  readonly order: StopOrder;
}

/** `stop_first`: as pessimistic, but a stop hit inside the bar comes before a target passed by the opening gap. */
export type StopOrder = IntrabarOrder | "stop_first";

/** The stops of one position. */
export interface StopWatch {
  readonly side: Side;
  /** Price that the distances are measured from. */
  readonly basis: number;
  /** Best price since the entry; the trailing stop hangs on it. */
  best: number;
}

export interface StopHit {
  readonly price: number;
  readonly reason: ExitReason;
}

/** The stop or target that one bar hits, at which price, or null; null moves the trailing stop along. */
export function stopHit(rules: StopRules, watch: StopWatch, bars: Bars, bar: number): StopHit | null {
  const open = bars.open[bar] ?? Number.NaN;
  const high = bars.high[bar] ?? Number.NaN;
  const low = bars.low[bar] ?? Number.NaN;
  const worst = watch.side > 0 ? low : high;
  const best = watch.side > 0 ? high : low;
  switch (rules.order) {
    case "stop_first":
      return againstStop(rules, watch, open, worst) ?? atTarget(rules, watch, open, best) ?? trail(watch, best);
    case "pessimistic":
      return (
        gap(rules, watch, open) ??
        againstStop(rules, watch, open, worst) ??
        atTarget(rules, watch, open, best) ??
        trail(watch, best)
      );
    case "optimistic":
      return (
        gap(rules, watch, open) ??
        atTarget(rules, watch, open, best) ??
        againstStop(rules, watch, open, worst) ??
        trail(watch, best)
      );
    case "ohlc":
    case "olhc": {
      const close = bars.close[bar] ?? Number.NaN;
      const bestFirst = (rules.order === "ohlc") === watch.side > 0;
      const opening = gap(rules, watch, open) ?? trail(watch, open);
      if (bestFirst) {
        return (
          opening ?? atTarget(rules, watch, open, best) ?? trail(watch, best) ?? againstStop(rules, watch, best, worst)
        );
      }
      return (
        opening ??
        againstStop(rules, watch, open, worst) ??
        atTarget(rules, watch, worst, best) ??
        trail(watch, best) ??
        againstStop(rules, watch, best, close)
      );
    }
  }
}

/** Takes the trailing stop along with the best price of a bar. */
export function moveTrailing(watch: StopWatch, bars: Bars, bar: number): void {
  trail(watch, (watch.side > 0 ? bars.high[bar] : bars.low[bar]) ?? Number.NaN);
}

/** Both at the open: what the gap since the last close jumped over is filled at the open. */
function gap(rules: StopRules, watch: StopWatch, open: number): StopHit | null {
  return againstStop(rules, watch, open, open) ?? atTarget(rules, watch, open, open);
}

/** The price moves from `from` to `to`: does it meet the nearer of stop loss and trailing stop? */
function againstStop(rules: StopRules, watch: StopWatch, from: number, to: number): StopHit | null {
  const { side } = watch;
  const loss = watch.basis * (1 - side * rules.stopLoss);
  const trailing = watch.best * (1 - side * rules.trailing);
  const isTrailing = side * (trailing - loss) > 0;
  const level = isTrailing ? trailing : loss;
  if (!(side * (to - level) <= 0)) return null;
  return {
    price: side * (from - level) <= 0 ? from : level,
    reason: isTrailing ? "trailing_stop" : "stop_loss",
  };
}

function atTarget(rules: StopRules, watch: StopWatch, from: number, to: number): StopHit | null {
  const { side } = watch;
  const level = watch.basis * (1 + side * rules.takeProfit);
  if (!(side * (to - level) >= 0)) return null;
  return { price: side * (from - level) >= 0 ? from : level, reason: "take_profit" };
}

function trail(watch: StopWatch, best: number): null {
  if (watch.side * (best - watch.best) > 0) watch.best = best;
  return null;
}
