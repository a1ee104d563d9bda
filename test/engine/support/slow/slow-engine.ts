import type { Bars } from "../../../../src/engine/bars.ts";
import type { BacktestSettings } from "../../../../src/engine/settings.ts";
import type { Signals } from "../../../../src/engine/signals/signals.ts";

export interface SlowTrade {
  side: 1 | -1;
  units: number;
  entryBar: number;
  entryPrice: number;
  exitBar: number;
  exitPrice: number;
  fees: number;
  dividends: number;
  borrowCost: number;
  /** Fees, slippage, spread and borrow cost. */
  costs: number;
  reason: string;
  open: boolean;
}

/** The trade parameters of a cell; a distance of 0 is off. */
export interface SlowParams {
  readonly position_size: number;
  readonly stop_loss_pct: number;
  readonly take_profit_pct: number;
  readonly trailing_stop_pct: number;
  readonly cooldown_period: number;
  readonly max_holding: number;
  readonly order_units: number;
  readonly order_cash: number;
}

interface Holding {
  side: 1 | -1;
  units: number;
  entryBar: number;
  price: number;
  fee: number;
  cost: number;
  dividends: number;
  borrowCost: number;
  best: number;
}

/**
 * The native profile told bar by bar, with objects and without a thought for speed: the kernels must agree with it.
 * It knows nothing of ledgers, events or sums. Fill probability is left out.
 */
export class SlowEngine {
  readonly trades: SlowTrade[] = [];
  readonly equity: number[] = [];
  readonly gross: number[] = [];
  readonly #bars: Bars;
  readonly #signals: Required<Signals>;
  readonly #settings: BacktestSettings;
  readonly #params: SlowParams;
  #cash: number;
  #spent = 0;
  #holding: Holding | null = null;
  #lastExit = -1e9;
  #isRuined = false;

  constructor(bars: Bars, signals: Required<Signals>, settings: BacktestSettings, params: SlowParams) {
    this.#bars = bars;
    this.#signals = signals;
    this.#settings = settings;
    this.#params = params;
    this.#cash = settings.initialCapital;
    for (let bar = 0; bar < bars.close.length; bar++) this.#playBar(bar);
    this.#reportOpenTrade();
  }

  #playBar(bar: number): void {
    const { execution } = this.#settings;
    this.#holdOver(bar);
    const open = this.#bars.open[bar] ?? Number.NaN;
    const close = this.#bars.close[bar] ?? Number.NaN;
    if (execution.fill === "open") {
      this.#obey(bar - execution.executionDelay, bar, open);
      if (this.#isHeldTooLong(bar)) this.#leave(bar, open, "max_holding");
    }
    this.#meetStops(bar);
    if (execution.fill === "close" && this.#isHeldTooLong(bar)) this.#leave(bar, close, "max_holding");
    if (this.#holding?.side === -1 && this.#cash - this.#holding.units * close <= 0) {
      this.#leave(bar, close, "bankrupt");
      this.#isRuined = true;
    }
    if (execution.fill === "close") this.#obey(bar, bar, close);
    if (bar === this.#bars.close.length - 1 && execution.closeAtEnd && this.#holding !== null) {
      this.#leave(bar, close, "end");
    }
    const held = this.#holding;
    this.equity.push(this.#cash + (held === null ? 0 : held.side * held.units * close));
    this.gross.push((this.equity.at(-1) ?? Number.NaN) + this.#spent);
  }

  /** The night before the bar: dividends go to who is long, who is short pays them and the lender. */
  #holdOver(bar: number): void {
    const held = this.#holding;
    if (held === null) return;
    const { time, close, dividend } = this.#bars;
    const received = held.side * held.units * (dividend?.[bar] ?? 0);
    const days = ((time[bar] ?? Number.NaN) - (time[bar - 1] ?? Number.NaN)) / 86_400_000;
    const lent = held.side === 1 ? 0 : held.units * (close[bar - 1] ?? Number.NaN);
    const borrowCost = ((lent * this.#settings.costs.borrowBps) / 10_000 / 365) * days;
    held.dividends += received;
    held.borrowCost += borrowCost;
    held.cost += borrowCost;
    this.#spent += borrowCost;
    this.#cash += received - borrowCost;
  }

  #obey(signalBar: number, bar: number, price: number): void {
    if (signalBar < 0 || this.#isRuined) return;
    const { direction } = this.#settings.execution;
    const hears = (column: Uint8Array, side: "long" | "short"): boolean =>
      (direction === "both" || direction === side) && column[signalBar] === 1;
    const longIn = hears(this.#signals.entries, "long");
    const longOut = hears(this.#signals.exits, "long");
    const shortIn = hears(this.#signals.shortEntries, "short");
    const shortOut = hears(this.#signals.shortExits, "short");
    const wantsLong = longIn && !longOut;
    const wantsShort = shortIn && !shortOut;
    const goLong = wantsLong && !wantsShort;
    const goShort = wantsShort && !wantsLong;
    if (this.#holding?.side === 1 && (goShort || (longOut && !longIn))) this.#leave(bar, price, "signal");
    else if (this.#holding?.side === -1 && (goLong || (shortOut && !shortIn))) this.#leave(bar, price, "signal");
    if (this.#holding === null && goLong) this.#enter(bar, price, 1);
    if (this.#holding === null && goShort) this.#enter(bar, price, -1);
  }

  #isHeldTooLong(bar: number): boolean {
    const { max_holding } = this.#params;
    return max_holding > 0 && this.#holding !== null && bar >= this.#holding.entryBar + max_holding;
  }

  /** Follows the price along the points that the intrabar order visits. */
  #meetStops(bar: number): void {
    const held = this.#holding;
    if (held === null || held.entryBar === bar) return;
    const [open = 0, high = 0, low = 0, close = 0] = [
      this.#bars.open,
      this.#bars.high,
      this.#bars.low,
      this.#bars.close,
    ].map((column) => column[bar]);
    const best = held.side === 1 ? high : low;
    const worst = held.side === 1 ? low : high;
    const path = {
      pessimistic: [open, worst, best],
      optimistic: [open, best, worst],
      ohlc: [open, high, low, close],
      olhc: [open, low, high, close],
    }[this.#settings.execution.intrabar ?? "pessimistic"];
    const trailsAlong = path.length === 4;
    const better = (a: number, b: number): number => (held.side === 1 ? Math.max(a, b) : Math.min(a, b));
    for (const [index, price] of path.entries()) {
      const exit = this.#stopAt(held, price);
      if (exit !== null) {
        this.#leave(bar, index === 0 ? price : exit.level, exit.reason);
        return;
      }
      if (trailsAlong) held.best = better(held.best, price);
    }
    held.best = better(held.best, best);
  }

  #stopAt(held: Holding, price: number): { level: number; reason: string } | null {
    const loss = this.#params.stop_loss_pct / 100;
    const gain = this.#params.take_profit_pct / 100;
    const follow = this.#params.trailing_stop_pct / 100;
    const stops = [
      { distance: loss, level: held.price * (1 - held.side * loss), reason: "stop_loss" },
      { distance: follow, level: held.best * (1 - held.side * follow), reason: "trailing_stop" },
    ]
      .filter((stop) => stop.distance > 0)
      .sort((a, b) => held.side * (b.level - a.level));
    const [nearest] = stops;
    if (nearest !== undefined && held.side * (price - nearest.level) <= 0) return nearest;
    const target = held.price * (1 + held.side * gain);
    return gain > 0 && held.side * (price - target) >= 0 ? { level: target, reason: "take_profit" } : null;
  }

  #enter(bar: number, raw: number, side: 1 | -1): void {
    const { costs, execution } = this.#settings;
    const { cooldown_period, position_size, order_units, order_cash } = this.#params;
    if (cooldown_period > 0 && bar <= this.#lastExit + cooldown_period) return;
    const price = raw * (1 + side * this.#slippage());
    const budget = Math.min(this.#cash * position_size, order_cash || Infinity);
    const perUnit = price * (1 + costs.commissionBps / 10_000) + costs.commissionPerShare;
    let units = Math.min((budget - costs.commissionFixed) / perUnit, (budget - costs.commissionMin) / price);
    if (order_units > 0) units = Math.min(units, order_units);
    if (execution.lotSize > 0) units = Math.floor(units / execution.lotSize + 1e-9) * execution.lotSize;
    if (!(units > 0)) return;
    const fee = this.#fee(units, price);
    const cost = fee + units * Math.abs(price - raw);
    this.#cash -= side * units * price + fee;
    this.#spent += cost;
    this.#holding = { side, units, entryBar: bar, price, fee, cost, dividends: 0, borrowCost: 0, best: price };
  }

  #leave(bar: number, raw: number, reason: string): void {
    const held = this.#holding;
    if (held === null) return;
    const price = reason === "take_profit" ? raw : raw * (1 - held.side * this.#slippage());
    const fee = this.#fee(held.units, price);
    const cost = fee + held.units * Math.abs(price - raw);
    this.#cash += held.side * held.units * price - fee;
    this.#spent += cost;
    this.#lastExit = bar;
    this.#holding = null;
    this.#report(held, { exitBar: bar, exitPrice: price, fees: fee, costs: cost, reason, open: false });
  }

  #reportOpenTrade(): void {
    const last = this.#bars.close.length - 1;
    const exitPrice = this.#bars.close[last] ?? Number.NaN;
    const held = this.#holding;
    if (held !== null) this.#report(held, { exitBar: last, exitPrice, fees: 0, costs: 0, reason: "end", open: true });
  }

  #report(held: Holding, exit: Pick<SlowTrade, "exitBar" | "exitPrice" | "fees" | "costs" | "reason" | "open">): void {
    this.trades.push({
      ...exit,
      side: held.side,
      units: held.units,
      entryBar: held.entryBar,
      entryPrice: held.price,
      fees: held.fee + exit.fees,
      dividends: held.dividends,
      borrowCost: held.borrowCost,
      costs: held.cost + exit.costs,
    });
  }

  #slippage(): number {
    const { slippageBps, spreadBps } = this.#settings.costs;
    return (slippageBps + spreadBps / 2) / 10_000;
  }

  #fee(units: number, price: number): number {
    const { commissionBps, commissionPerShare, commissionFixed, commissionMin } = this.#settings.costs;
    const fee = (units * price * commissionBps) / 10_000 + units * commissionPerShare + commissionFixed;
    return Math.max(commissionMin, fee);
  }
}
