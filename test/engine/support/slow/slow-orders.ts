import type { Bars } from "../../../../src/engine/bars.ts";
import type { OrderRequest } from "../../../../src/engine/broker/broker.ts";
import type { BacktestSettings } from "../../../../src/engine/settings.ts";
import { type Act, requestAt, stopsAt } from "../order-script.ts";
import { SlowOrder } from "./slow-order.ts";
import type { SlowParams } from "./slow-engine.ts";

export interface SlowFill {
  readonly bar: number;
  readonly moment: string;
  readonly units: number;
  readonly price: number;
  readonly rawPrice: number;
  readonly reason: string;
  readonly cash: number;
  readonly position: number;
}

interface Held {
  entryBar: number;
  average: number;
  best: number;
  stopLoss?: number | null;
  takeProfit?: number | null;
  trail?: number;
}

/**
 * The orders of the native profile, told from the rules of docs/engine.md with objects and without a thought for
 * speed. It knows nothing of ledgers and watches. Fill probability and risk limits are left out.
 */
export class SlowOrders {
  readonly fills: SlowFill[] = [];
  readonly rejections: string[] = [];
  readonly equity: number[] = [];
  readonly #bars: Bars;
  readonly #settings: BacktestSettings;
  readonly #params: SlowParams;
  #cash: number;
  #units = 0;
  #held: Held | null = null;
  #lastExit = -1e9;
  #waiting: SlowOrder[] = [];
  #bar = 0;

  constructor(bars: Bars, script: readonly (readonly Act[])[], settings: BacktestSettings, params: SlowParams) {
    this.#bars = bars;
    this.#settings = settings;
    this.#params = params;
    this.#cash = settings.initialCapital;
    let isRuined = false;
    for (this.#bar = 0; this.#bar < bars.close.length; this.#bar++) {
      if (!isRuined) isRuined = this.#playBar();
      if (!isRuined) this.#listen(script[this.#bar] ?? []);
      if (this.#bar === bars.close.length - 1 && settings.execution.closeAtEnd && this.#units !== 0) {
        this.#trade("close", -this.#units, this.#at("close"), { reason: "end" });
      }
      this.equity.push(this.#cash + this.#units * this.#at("close"));
    }
  }

  /** Returns whether the account is ruined. */
  #playBar(): boolean {
    const atClose = this.#settings.execution.fill === "close";
    this.#carryOn();
    for (const order of this.#due()) if (order.isFilledAtOpen(this.#bar)) this.#fill(order, this.#at("open"), "open");
    if (!atClose && this.#isHeldTooLong()) {
      this.#trade("open", -this.#units, this.#at("open"), { reason: "max_holding" });
    } else this.#meetStops();
    for (const order of this.#due()) {
      const price = order.priceInside(this.#bar);
      if (price !== null) this.#fill(order, price, "inside");
    }
    for (const order of this.#due()) if (order.request.onClose === true) this.#fill(order, this.#at("close"), "close");
    if (atClose && this.#isHeldTooLong()) {
      this.#trade("close", -this.#units, this.#at("close"), { reason: "max_holding" });
    }
    this.#waiting = this.#waiting.filter((order) => {
      const { goodFor = Infinity } = order.request;
      return this.#bar < order.firstBar + goodFor - 1;
    });
    if (this.#units >= 0 || this.#cash + this.#units * this.#at("close") > 0) return false;
    this.#trade("close", -this.#units, this.#at("close"), { reason: "bankrupt" });
    return true;
  }

  /** What was held overnight is paid its dividend, and costs the rent of what is borrowed. */
  #carryOn(): void {
    if (this.#held === null || this.#held.entryBar === this.#bar) return;
    const { time, close, dividend } = this.#bars;
    const days = ((time[this.#bar] ?? 0) - (time[this.#bar - 1] ?? 0)) / 86_400_000;
    const borrowed = Math.max(0, -this.#units) * (close[this.#bar - 1] ?? 0);
    this.#cash += this.#units * (dividend?.[this.#bar] ?? 0);
    this.#cash -= (borrowed * this.#settings.costs.borrowBps * days) / 10_000 / 365;
  }

  #listen(acts: readonly Act[]): void {
    const close = this.#at("close");
    for (const act of acts) {
      if (act.kind === "place") {
        this.#place(act.side === "buy" ? 1 : -1, requestAt(close, act.request), 0);
      } else if (act.kind === "cancel") {
        this.#waiting = this.#waiting.filter((_, index) => index !== act.nth);
      } else if (act.kind === "close" && this.#units !== 0) {
        this.#place(-Math.sign(this.#units), {}, act.fraction);
      } else if (act.kind === "move" && this.#held !== null) {
        Object.assign(this.#held, stopsAt(act, close));
      }
    }
    if (this.#settings.execution.fill === "open") return;
    for (const order of this.#waiting) if (order.isMarket) this.#fill(order, close, "close");
  }

  #place(sign: number, request: OrderRequest, closes: number): void {
    const { fill, executionDelay } = this.#settings.execution;
    const firstBar = this.#bar + (fill === "close" ? 1 : executionDelay);
    this.#waiting.push(new SlowOrder(this.#bars, { sign, request, placedAt: this.#bar, firstBar, closes }));
  }

  #due(): readonly SlowOrder[] {
    return this.#waiting.filter((order) => this.#bar >= order.firstBar);
  }

  #isHeldTooLong(): boolean {
    const { max_holding: most } = this.#params;
    return this.#held !== null && most > 0 && this.#bar >= this.#held.entryBar + most;
  }

  /** Follows the price along the points that the intrabar order visits. */
  #meetStops(): void {
    const held = this.#held;
    if (held === null || held.entryBar === this.#bar) return;
    const side = Math.sign(this.#units);
    const [open, high, low, close] = [this.#at("open"), this.#at("high"), this.#at("low"), this.#at("close")];
    const [best, worst] = side > 0 ? [high, low] : [low, high];
    const path = {
      pessimistic: [open, worst, best],
      optimistic: [open, best, worst],
      ohlc: [open, high, low, close],
      olhc: [open, low, high, close],
    }[this.#settings.execution.intrabar ?? "pessimistic"];
    const better = side > 0 ? Math.max : Math.min;
    for (const [index, price] of path.entries()) {
      const exit = this.#stopAt(held, side, price);
      if (exit !== null) {
        const raw = index === 0 ? price : exit.level;
        this.#trade(raw === open ? "open" : "inside", -this.#units, raw, {
          reason: exit.reason,
          isLimit: exit.reason === "take_profit",
        });
        return;
      }
      if (path.length === 4) held.best = better(held.best, price);
    }
    held.best = better(held.best, best);
  }

  #stopAt(held: Held, side: number, price: number): { level: number; reason: string } | null {
    const loss = this.#params.stop_loss_pct / 100;
    const gain = this.#params.take_profit_pct / 100;
    const follow = this.#params.trailing_stop_pct / 100;
    const own = (pct: number, sign: number) => (pct > 0 ? held.average * (1 + sign * side * pct) : null);
    const trail = held.trail ?? follow;
    const stops = [
      { level: held.stopLoss === undefined ? own(loss, -1) : held.stopLoss, reason: "stop_loss" },
      { level: trail > 0 ? held.best * (1 - side * trail) : null, reason: "trailing_stop" },
    ].flatMap(({ level, reason }) => (level === null ? [] : [{ level, reason }]));
    const [nearest] = stops.sort((a, b) => side * (b.level - a.level));
    if (nearest !== undefined && side * (price - nearest.level) <= 0) return nearest;
    const target = held.takeProfit === undefined ? own(gain, 1) : held.takeProfit;
    return target !== null && side * (price - target) >= 0 ? { level: target, reason: "take_profit" } : null;
  }

  #fill(order: SlowOrder, raw: number, moment: string): void {
    this.#waiting = this.#waiting.filter((other) => other !== order);
    const { request, sign } = order;
    const isLimit = request.limit !== undefined;
    const price = isLimit ? raw : raw * (1 + sign * this.#slippage());
    const against = -sign * this.#units;
    const size = this.#sizeOf(order, price, Math.max(0, against));
    const leaves = Math.min(Math.max(against, 0), size);
    if (size === 0 && (order.closes === 0 || against > 0)) {
      const isExit = against > 0;
      const isLots = request.units !== undefined || order.closes > 0;
      this.#reject(isExit ? "exit" : "entry", isLots ? "lot_size" : "no_cash");
      return;
    }
    if (leaves > 0) this.#trade(moment, sign * (leaves > against * (1 - 1e-9) ? against : leaves), raw, { isLimit });
    const hasSize = (request.units ?? request.cash ?? request.fraction) !== undefined;
    if (order.closes > 0 || (!hasSize && against < 0) || size - leaves <= leaves * 1e-9) return;
    const isReversed = leaves > 0 && !hasSize;
    const { direction } = this.#settings.execution;
    if (direction !== "both" && (direction === "long") !== sign > 0) {
      if (!isReversed) this.#reject("entry", "direction");
      return;
    }
    this.#enter(order, { raw, moment, price, wanted: size - leaves });
  }

  /** Units that an order asks for. */
  #sizeOf({ request, closes }: SlowOrder, price: number, against: number): number {
    if (closes > 0) return closes === 1 ? against : this.#lots(against * closes);
    if (request.units !== undefined) return this.#lots(request.units);
    if (request.cash !== undefined) return this.#payable(request.cash, price);
    return request.fraction === undefined ? Infinity : this.#payable(request.fraction * this.#free(price), price);
  }

  #enter(
    { sign, request }: SlowOrder,
    at: { readonly raw: number; readonly moment: string; readonly price: number; readonly wanted: number },
  ): void {
    const { cooldown_period, position_size, order_cash, order_units } = this.#params;
    if (cooldown_period > 0 && this.#bar <= this.#lastExit + cooldown_period) {
      this.#reject("entry", "cooldown");
      return;
    }
    const share = at.wanted === Infinity ? position_size : 1;
    const most = this.#payable(Math.min(this.#free(at.price) * share, order_cash || Infinity), at.price);
    const units = Math.min(most, at.wanted, order_units > 0 ? this.#lots(order_units) : Infinity);
    if (units <= 0) {
      this.#reject("entry", "no_cash");
      return;
    }
    this.#trade(at.moment, sign * units, at.raw, { isLimit: request.limit !== undefined });
    const held = this.#held;
    if (held === null) return;
    if (request.stopLoss !== undefined) held.stopLoss = request.stopLoss;
    if (request.takeProfit !== undefined) held.takeProfit = request.takeProfit;
    if (request.trailingStop !== undefined) held.trail = request.trailingStop;
  }

  #trade(moment: string, units: number, raw: number, how: { reason?: string; isLimit?: boolean }): void {
    const price = how.isLimit === true ? raw : raw * (1 + Math.sign(units) * this.#slippage());
    const before = this.#units;
    this.#cash -= units * price + this.#fee(Math.abs(units), price);
    if (Math.abs(this.#cash) < 1e-9 * Math.abs(units * price)) this.#cash = 0;
    this.#units = units === -before ? 0 : before + units;
    if (this.#units === 0) {
      this.#held = null;
      this.#lastExit = this.#bar;
    } else if (before === 0) {
      this.#held = { entryBar: this.#bar, average: price, best: price };
    } else if (this.#held !== null && Math.sign(units) === Math.sign(before)) {
      this.#held.average = (this.#held.average * before + price * units) / this.#units;
    }
    const reason = how.reason ?? "signal";
    const [cash, position] = [this.#cash, this.#units];
    this.fills.push({ bar: this.#bar, moment, units, price, rawPrice: raw, reason, cash, position });
  }

  #reject(order: string, reason: string): void {
    this.rejections.push(`${this.#bar} ${order} ${reason}`);
  }

  #free(price: number): number {
    return this.#units < 0 ? Math.max(0, this.#cash - 2 * -this.#units * price) : this.#cash;
  }

  #payable(budget: number, price: number): number {
    const { commissionBps, commissionPerShare, commissionFixed, commissionMin } = this.#settings.costs;
    const each = price * (1 + commissionBps / 10_000) + commissionPerShare;
    return this.#lots(Math.max(0, Math.min((budget - commissionFixed) / each, (budget - commissionMin) / price)));
  }

  #lots(units: number): number {
    const { lotSize } = this.#settings.execution;
    return lotSize === 0 ? units : Math.floor(units / lotSize + 1e-9) * lotSize;
  }

  #slippage(): number {
    const { slippageBps, spreadBps } = this.#settings.costs;
    return (slippageBps + spreadBps / 2) / 10_000;
  }

  #fee(units: number, price: number): number {
    const { commissionBps, commissionPerShare, commissionFixed, commissionMin } = this.#settings.costs;
    return Math.max(
      commissionMin,
      (units * price * commissionBps) / 10_000 + units * commissionPerShare + commissionFixed,
    );
  }

  #at(column: "open" | "high" | "low" | "close"): number {
    return this.#bars[column][this.#bar] ?? Number.NaN;
  }
}
