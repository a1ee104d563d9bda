import type { Bars } from "../../../src/engine/bars.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import type { Signals } from "../../../src/engine/strategy.ts";

export interface SlowTrade {
  side: "long" | "short";
  units: number;
  entryBar: number;
  entryPrice: number;
  exitBar: number;
  exitPrice: number;
  fees: number;
  costs: number;
  reason: string;
  open: boolean;
}

interface Holding {
  side: 1 | -1;
  units: number;
  entryBar: number;
  price: number;
  raw: number;
  fee: number;
}

/**
 * The native profile told bar by bar, with objects and without a thought for speed: the kernels must agree with it.
 * It knows nothing of ledgers, events or sums. Fill probability is left out.
 */
export function slowBacktest(bars: Bars, signals: Required<Signals>, settings: BacktestSettings, size: number) {
  const { costs, execution } = settings;
  const move = (costs.slippageBps + costs.spreadBps / 2) / 10_000;
  const trades: SlowTrade[] = [];
  const equity: number[] = [];
  const gross: number[] = [];
  let cash = settings.initialCapital;
  let spent = 0;
  const account: { holding: Holding | null } = { holding: null };
  let ended = false;

  const feeOf = (units: number, price: number): number =>
    Math.max(
      costs.commissionMin,
      (units * price * costs.commissionBps) / 10_000 + units * costs.commissionPerShare + costs.commissionFixed,
    );
  const enter = (bar: number, raw: number, side: 1 | -1): void => {
    const price = raw * (1 + side * move);
    const budget = cash * size;
    const byRate =
      (budget - costs.commissionFixed) / (price * (1 + costs.commissionBps / 10_000) + costs.commissionPerShare);
    let units = Math.min(byRate, (budget - costs.commissionMin) / price);
    if (execution.lotSize > 0) units = Math.floor(units / execution.lotSize + 1e-9) * execution.lotSize;
    if (!(units > 0)) return;
    const fee = feeOf(units, price);
    cash -= side * units * price + fee;
    spent += fee + units * Math.abs(price - raw);
    account.holding = { side, units, entryBar: bar, price, raw, fee };
  };
  const leave = (held: Holding, bar: number, raw: number, reason: string): void => {
    const price = raw * (1 - held.side * move);
    const fee = feeOf(held.units, price);
    cash += held.side * held.units * price - fee;
    const costOfExit = fee + held.units * Math.abs(price - raw);
    spent += costOfExit;
    trades.push(tradeOf(held, bar, price, { fees: fee, costs: costOfExit, reason, open: false }));
    account.holding = null;
  };

  for (let bar = 0; bar < bars.close.length; bar++) {
    const signalBar = execution.fill === "close" ? bar : bar - execution.executionDelay;
    if (signalBar >= 0 && !ended) {
      const raw = (execution.fill === "close" ? bars.close : bars.open)[bar] ?? Number.NaN;
      const hears = (side: "long" | "short"): boolean => execution.direction === "both" || execution.direction === side;
      const longEntry = hears("long") && signals.entries[signalBar] === 1;
      const longExit = hears("long") && signals.exits[signalBar] === 1;
      const shortEntry = hears("short") && signals.shortEntries[signalBar] === 1;
      const shortExit = hears("short") && signals.shortExits[signalBar] === 1;
      const goLong = longEntry && !longExit && !shortEntry;
      const goShort = shortEntry && !shortExit && !longEntry;
      const held = account.holding;
      if (held === null) {
        if (goLong) enter(bar, raw, 1);
        if (goShort) enter(bar, raw, -1);
      } else if (held.side === 1) {
        if (goShort || (longExit && !longEntry)) leave(held, bar, raw, "signal");
        if (goShort) enter(bar, raw, -1);
      } else {
        if (goLong || (shortExit && !shortEntry)) leave(held, bar, raw, "signal");
        if (goLong) enter(bar, raw, 1);
      }
    }
    const close = bars.close[bar] ?? Number.NaN;
    const held = account.holding;
    if (held?.side === -1 && cash - held.units * close <= 0) {
      leave(held, bar, close, "bankrupt");
      ended = true;
    }
    if (bar === bars.close.length - 1 && execution.closeAtEnd && !ended && account.holding !== null) {
      leave(account.holding, bar, close, "end");
    }
    const kept = account.holding;
    equity.push(cash + (kept === null ? 0 : kept.side * kept.units * close));
    gross.push((equity.at(-1) ?? Number.NaN) + spent);
  }
  const last = bars.close.length - 1;
  const left = account.holding;
  if (left !== null) {
    trades.push(tradeOf(left, last, bars.close[last] ?? Number.NaN, { fees: 0, costs: 0, reason: "end", open: true }));
  }
  return { trades, equity, gross };
}

function tradeOf(
  held: Holding,
  exitBar: number,
  exitPrice: number,
  exit: { readonly fees: number; readonly costs: number; readonly reason: string; readonly open: boolean },
): SlowTrade {
  return {
    side: held.side === 1 ? "long" : "short",
    units: held.units,
    entryBar: held.entryBar,
    entryPrice: held.price,
    exitBar,
    exitPrice,
    fees: held.fee + exit.fees,
    costs: held.fee + held.units * Math.abs(held.price - held.raw) + exit.costs,
    reason: exit.reason,
    open: exit.open,
  };
}
