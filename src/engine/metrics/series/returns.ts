import { type Measured, measured, unmeasured } from "./measured.ts";

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
}

/**
 * Simple return of each bar as a fraction. The first is against the initial capital, so the entry fee of bar 0 counts.
 * After the account fell to 0 or below, returns are 0: there is nothing left to gain or lose on.
 */
export function returnsOf(equity: Float64Array, initialCapital: number): Float64Array {
  const returns = new Float64Array(equity.length);
  let before = initialCapital;
  for (let i = 0; i < equity.length; i++) {
    const now = equity[i] ?? 0;
    returns[i] = before > 0 ? now / before - 1 : 0;
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
  return last === undefined ? unmeasured("too_few_bars") : measured(last / initialCapital - 1);
}
