import type { Bars } from "../../../../src/engine/bars.ts";
import type { BacktestSettings } from "../../../../src/engine/settings.ts";
import type { Targets } from "../../../../src/engine/strategy.ts";

/**
 * Target weights on one account, told slowly: fills at the open of the next bar, no stops, no minimum commission,
 * fractional units, every symbol has every bar. Dividends and borrow costs come in the night before a bar.
 *
 * @returns the equity after each close
 */
export function slowPanel(symbols: readonly Bars[], targets: Targets, settings: BacktestSettings): readonly number[] {
  const { commissionBps, slippageBps, borrowBps } = settings.costs;
  const [fee, slip] = [commissionBps / 10_000, slippageBps / 10_000];
  const held = symbols.map(() => 0);
  const equity: number[] = [];
  let cash = settings.initialCapital;
  const valueAt = (column: "open" | "close", bar: number): number =>
    symbols.reduce((total, bars, asset) => total + (held[asset] ?? 0) * (bars[column][bar] ?? 0), cash);
  const trade = (asset: number, units: number, open: number): void => {
    const price = open * (1 + Math.sign(units) * slip);
    cash -= units * price + Math.abs(units) * price * fee;
    held[asset] = (held[asset] ?? 0) + units;
  };
  const holdOver = (bar: number): void => {
    for (const [asset, { time, close, dividend }] of symbols.entries()) {
      const units = held[asset] ?? 0;
      const years = ((time[bar] ?? 0) - (time[bar - 1] ?? 0)) / 86_400_000 / 365;
      cash += units * (dividend?.[bar] ?? 0);
      if (units < 0) cash += units * (close[bar - 1] ?? 0) * (borrowBps / 10_000) * years;
    }
  };
  let isRuined = false;
  for (let bar = 0; bar < targets.rebalance.length; bar++) {
    if (bar > 0) holdOver(bar);
    if (!isRuined && targets.rebalance[bar - 1] === 1) {
      const value = valueAt("open", bar);
      const opens = symbols.map((bars) => bars.open[bar] ?? 0);
      const changes = targets.weights.map(
        (column, asset) => ((column[bar - 1] ?? 0) * value) / (opens[asset] ?? 0) - (held[asset] ?? 0),
      );
      for (const [asset, units] of changes.entries()) if (units < 0) trade(asset, units, opens[asset] ?? 0);
      const bills = changes.map((units, asset) => Math.max(0, units) * (opens[asset] ?? 0) * (1 + slip) * (1 + fee));
      const share = Math.min(1, Math.max(0, cash) / bills.reduce((total, bill) => total + bill, 0));
      for (const [asset, units] of changes.entries()) if (units > 0) trade(asset, units * share, opens[asset] ?? 0);
    }
    if (!isRuined && valueAt("close", bar) <= 0) {
      isRuined = true;
      for (const [asset, units] of held.entries()) {
        const close = symbols[asset]?.close[bar] ?? 0;
        if (units !== 0) trade(asset, -units, close);
        held[asset] = 0;
      }
    }
    equity.push(valueAt("close", bar));
  }
  return equity;
}
