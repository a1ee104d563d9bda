import type { TradingSession } from "../../../core/time/trading-session.ts";
import { gainOf } from "../../../core/metrics/growth.ts";
import { type Measured, measured, unmeasured } from "../../../core/metrics/measured.ts";

/** One account over time, one value per bar, oldest first. */
export interface EquitySeries {
  /** Start of each bar, milliseconds UTC, strictly ascending. */
  readonly time: Float64Array;
  /** Account value at the close of each bar, account currency. */
  readonly equity: Float64Array;
  /** Account value before the first bar, above 0. */
  readonly initialCapital: number;
  /** Bars in a year, a property of the dataset: 252 daily equities, 365 daily crypto. */
  readonly barsPerYear: number;
  /** Which trading day a bar belongs to; absent: that of UTC. */
  readonly session?: TradingSession | undefined;
}

/**
 * Simple return of each bar as a fraction. The first is against the initial capital, so the entry fee of bar 0 counts.
 * From 0 it is 0. On a debt, which the profile `vectorbt` trades on with, it is the change ÷ the debt, as there.
 */
export function returnsOf(equity: Float64Array, initialCapital: number): Float64Array {
  const returns = new Float64Array(equity.length);
  let before = initialCapital;
  for (let i = 0; i < equity.length; i++) {
    const now = equity[i] ?? 0;
    const growth = now === before ? 0 : now / before - 1;
    returns[i] = before < 0 ? -growth : before === 0 ? 0 : growth;
    before = now;
  }
  return returns;
}

/** The opposite of `returnsOf`: account value after each return, starting from `initialCapital`. */
export function equityOf(returns: Float64Array, initialCapital: number): Float64Array {
  const equity = new Float64Array(returns.length);
  let value = initialCapital;
  for (let i = 0; i < returns.length; i++) {
    value *= 1 + (returns[i] ?? 0);
    equity[i] = value;
  }
  return equity;
}

/** Last equity over the initial capital, minus 1, as a fraction. `too_few_bars` without a bar. */
export function totalReturn(equity: Float64Array, initialCapital: number): Measured {
  const last = equity.at(-1);
  return last === undefined ? unmeasured("too_few_bars") : measured(gainOf(last, initialCapital));
}
