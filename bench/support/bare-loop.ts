import type { Bars } from "../../src/engine/bars.ts";

/** Figures of one cell, as the fingerprint needs them, and the rest so that nothing is left uncomputed. */
export interface BareCell {
  readonly totalReturn: number;
  readonly sharpe: number;
  readonly maxDrawdown: number;
  readonly trades: number;
  readonly checksum: number;
}

/**
 * The yardstick: a crossover cell with vectorbt's fills and all metrics, written by hand as one loop over the arrays,
 * without strategies, settings, ledgers or reasons. What a person would write who needs only this one thing.
 */
export function bareCell(bars: Bars, fast: Float64Array, slow: Float64Array, fee: number): BareCell {
  const { close, time } = bars;
  const n = close.length;
  let cash = 10_000;
  let units = 0;
  let equity = cash;
  let peak = 0;
  let peakBar = -1;
  let trough = cash;
  let maxDrawdown = 0;
  let longest = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let downside = 0;
  let equitySum = 0;
  let held = 0;
  let trades = 0;
  let wins = 0;
  let won = 0;
  let lost = 0;
  let fees = 0;
  let notional = 0;
  let duration = 0;
  let entryValue = 0;
  let entryFee = 0;
  let entryTime = 0;
  let wasAbove = false;
  let wasBelow = false;
  let everAbove = false;
  let everBelow = false;
  for (let i = 0; i < n; i++) {
    const price = close[i] ?? 0;
    const x = fast[i] ?? 0;
    const y = slow[i] ?? 0;
    if (x > y) {
      if (!wasAbove && everBelow && units === 0) {
        const value = cash / (1 + fee);
        units = value / price;
        entryFee = cash - value;
        entryValue = value;
        entryTime = time[i] ?? 0;
        fees += entryFee;
        notional += value;
        cash = 0;
        trades++;
      }
      wasAbove = true;
      wasBelow = false;
      everAbove = true;
    } else if (x < y) {
      if (!wasBelow && everAbove && units > 0) {
        const value = units * price;
        const exitFee = value * fee;
        const pnl = value - entryValue - entryFee - exitFee;
        if (pnl > 0) {
          wins++;
          won += pnl;
        } else lost -= pnl;
        duration += (time[i] ?? 0) - entryTime;
        fees += exitFee;
        notional += value;
        cash = value - exitFee;
        units = 0;
      }
      wasAbove = false;
      wasBelow = true;
      everBelow = true;
    } else {
      wasAbove = false;
      wasBelow = false;
      if (x !== y) {
        everAbove = false;
        everBelow = false;
      }
    }
    const before = equity;
    equity = cash + units * price;
    const r = equity / before - 1;
    const square = r * r;
    s1 += r;
    s2 += square;
    s3 += square * r;
    s4 += square * square;
    if (r < 0) downside += square;
    equitySum += equity;
    if (units !== 0) held++;
    if (equity >= peak) {
      if (trough < peak) maxDrawdown = Math.max(maxDrawdown, 1 - trough / peak);
      longest = Math.max(longest, i - peakBar - 1);
      peakBar = i;
      peak = equity;
      trough = equity;
    } else if (equity < trough) trough = equity;
  }
  maxDrawdown = Math.max(maxDrawdown, 1 - trough / peak);
  const mean = s1 / n;
  const m2 = s2 / n - mean * mean;
  const m3 = s3 / n - 3 * mean * (s2 / n) + 2 * mean ** 3;
  const m4 = s4 / n - (4 * mean * s3) / n + 6 * mean * mean * (s2 / n) - 3 * mean ** 4;
  const totalReturn = equity / 10_000 - 1;
  const cagr = (equity / 10_000) ** (365 / n) - 1;
  const sharpe = (mean / Math.sqrt((m2 * n) / (n - 1))) * Math.sqrt(365);
  const rest = [
    cagr / maxDrawdown,
    (mean / Math.sqrt(downside / n)) * Math.sqrt(365),
    m3 / m2 ** 1.5,
    m4 / m2 ** 2,
    wins / trades,
    won / lost,
    duration / trades,
    notional / (equitySum / n),
    held / n,
    fees,
    longest,
  ];
  return { totalReturn, sharpe, maxDrawdown, trades, checksum: rest.reduce((total, value) => total + value, 0) };
}
