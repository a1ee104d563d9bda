import type { Bars } from "../../../../src/engine/bars.ts";
import type { OrderRequest } from "../../../../src/engine/broker/broker.ts";

/** An order that looks at the bars itself, back to the one at whose close it was placed. */
export class SlowOrder {
  readonly sign: number;
  readonly request: OrderRequest;
  readonly firstBar: number;
  /** The share of the position that it closes; 0 for other orders. */
  readonly closes: number;
  readonly #bars: Bars;
  readonly #placedAt: number;
  #wasTouched = false;

  constructor(
    bars: Bars,
    placed: Pick<SlowOrder, "sign" | "request" | "firstBar" | "closes"> & { readonly placedAt: number },
  ) {
    this.#bars = bars;
    this.#placedAt = placed.placedAt;
    this.sign = placed.sign;
    this.request = placed.request;
    this.firstBar = placed.firstBar;
    this.closes = placed.closes;
  }

  get isMarket(): boolean {
    const { limit, stop, trail, onClose } = this.request;
    return limit === undefined && stop === undefined && trail === undefined && onClose !== true;
  }

  isFilledAtOpen(bar: number): boolean {
    const open = this.#bars.open[bar] ?? Number.NaN;
    const { limit, onClose } = this.request;
    const trigger = this.#triggerAt(bar);
    if (onClose === true) return false;
    if (trigger !== undefined && (this.sign > 0 ? open >= trigger : open <= trigger)) this.#wasTouched = true;
    const isTriggered = trigger === undefined || this.#wasTouched;
    return isTriggered && (limit === undefined || (this.sign > 0 ? open <= limit : open >= limit));
  }

  priceInside(bar: number): number | null {
    const high = this.#bars.high[bar] ?? Number.NaN;
    const low = this.#bars.low[bar] ?? Number.NaN;
    const { limit } = this.request;
    const isBuy = this.sign > 0;
    const trigger = this.#triggerAt(bar);
    if (trigger !== undefined && !this.#wasTouched) {
      if (isBuy ? high < trigger : low > trigger) return null;
      this.#wasTouched = true;
      const isWithin = limit === undefined || (isBuy ? trigger <= limit : trigger >= limit);
      return isWithin ? trigger : null;
    }
    return limit !== undefined && (isBuy ? low <= limit : high >= limit) ? limit : null;
  }

  #triggerAt(bar: number): number | undefined {
    const { stop, trail } = this.request;
    if (trail === undefined) return stop;
    const { close, high, low } = this.#bars;
    const since = (column: Float64Array): readonly number[] => [
      close[this.#placedAt] ?? Number.NaN,
      ...column.slice(this.#placedAt + 1, bar),
    ];
    return this.sign > 0 ? Math.min(...since(low)) * (1 + trail) : Math.max(...since(high)) * (1 - trail);
  }
}
