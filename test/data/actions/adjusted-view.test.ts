import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionsIn, adjustedView } from "../../../src/data/actions/adjusted-view.ts";
import type { Action, ActionKind } from "../../../src/data/actions/action.ts";
import { withActions } from "../../../src/data/actions/with-actions.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";

// A Thursday, a Friday, and then a Monday: the 6th and 7th have no bar.
const DAYS = ["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"];

function bars(close: readonly number[], days = DAYS): Bars {
  const price = Float64Array.from(close);
  const time = Float64Array.from(days, (text) => Date.parse(text));
  return { symbol: "A", time, open: price, high: price, low: price, close: price, volume: price.map(() => 1000) };
}

function action(kind: ActionKind, date: string, amount: number): Action {
  return { kind, exDay: Date.parse(date) / 86_400_000, amount, knownAt: 0 };
}

const RAW = bars([100, 104, 25, 26]);
const SPLIT = action("split", "2024-01-08", 4);

describe("raw bars with actions", () => {
  it("are divided before a split, and their volume is multiplied; the last bar stays as it was traded", () => {
    const seen = adjustedView(withActions(RAW, [SPLIT]), "splits");
    expect([...seen.close]).toEqual([25, 26, 25, 26]);
    expect([...seen.open]).toEqual([25, 26, 25, 26]);
    expect([...seen.volume]).toEqual([4000, 4000, 1000, 1000]);
    expect(seen.extra).toBeUndefined();
  });

  it("stay as they were traded with none, and the strategy does not see the ratio", () => {
    const seen = adjustedView(withActions(RAW, [SPLIT]), "none");
    expect([...seen.close]).toEqual([100, 104, 25, 26]);
    expect(seen.extra).toBeUndefined();
  });

  it("have a dividend before a split in new units", () => {
    const paid = [action("dividend", "2024-01-05", 2), SPLIT, action("dividend", "2024-01-09", 0.5)];
    const seen = adjustedView(withActions(RAW, paid), "splits");
    expect([...(seen.dividend ?? [])]).toEqual([0, 0.5, 0, 0.5]);
  });

  it("are multiplied by 1 − D ÷ C before each dividend, which is then no cash", () => {
    const raw = bars([100, 96, 100, 98]);
    const paid = [action("dividend", "2024-01-05", 4), action("dividend", "2024-01-09", 5)];
    const seen = adjustedView(withActions(raw, paid), "splits_dividends");
    // Before the 9th 1 − 5 ÷ 100 = 0.95; before the 5th times 1 − 4 ÷ 100 = 0.96: 0.912.
    expect([...seen.close]).toEqual([100 * 0.95 * 0.96, 96 * 0.95, 95, 98].map((price) => expect.closeTo(price, 12)));
    expect([...seen.volume]).toEqual([1000, 1000, 1000, 1000]);
    expect(seen.dividend).toBeUndefined();
  });

  it("take a dividend of the day of a split in the units after it", () => {
    // 104 old are 26 new; 1.3 of them is 5 %.
    const seen = adjustedView(withActions(RAW, [SPLIT, action("dividend", "2024-01-08", 1.3)]), "splits_dividends");
    expect([...seen.close]).toEqual([25 * 0.95, 26 * 0.95, 25, 26].map((price) => expect.closeTo(price, 12)));
  });

  it("have what falls on closed days at the next bar, each dividend in the units of its day", () => {
    const paid = [action("dividend", "2024-01-06", 4), action("split", "2024-01-07", 4)];
    const seen = adjustedView(withActions(RAW, paid), "splits");
    expect([...seen.close]).toEqual([25, 26, 25, 26]);
    expect([...(seen.dividend ?? [])]).toEqual([0, 0, 1, 0]);
  });

  it("are not changed by what lies before their second bar or after their last one", () => {
    const beyond = [
      action("split", "2020-01-01", 2),
      action("split", "2024-01-04", 3),
      action("dividend", "2024-01-04", 1),
      action("split", "2024-01-10", 5),
    ];
    expect(withActions(RAW, beyond)).toEqual(RAW);
  });

  it("refuse a dividend that is not below the close before it, when prices are adjusted for it", () => {
    const placed = withActions(RAW, [action("dividend", "2024-01-05", 100)]);
    expect(() => adjustedView(placed, "splits_dividends")).toThrow("the dividend of 2024-01-05, 100, is not below");
    expect(adjustedView(placed, "splits").dividend?.[1]).toBe(100);
  });

  it("are what they would be without what comes after their window", () => {
    const prices = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 4, maxLength: 12 });
    const events = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 12 }),
        fc.constantFrom(2, 0.5, 3, 1.5),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
      ),
    );
    const modes = fc.constantFrom("none", "splits", "splits_dividends" as const);
    fc.assert(
      fc.property(prices, events, modes, fc.integer({ min: 2, max: 12 }), (close, list, mode, end) => {
        const days = close.map((_, index) => new Date(index * 86_400_000).toISOString().slice(0, 10));
        const all = list.flatMap(([at, ratio, cash]): readonly Action[] => {
          const date = new Date(at * 86_400_000).toISOString().slice(0, 10);
          return [action("split", date, ratio), action("dividend", date, cash * 0.2)];
        });
        const cut = (own: Bars): Bars => transformBars(own, (column) => column.subarray(0, end));
        const last = Math.min(end, close.length) - 1;
        const past = all.filter(({ exDay }) => exDay <= last);
        const raw = bars(close, days);
        const [whole, known] = [cut(withActions(raw, all)), withActions(cut(raw), past)];
        expect(actionsIn(whole)).toEqual(actionsIn(known));
        expect(tryView(whole, mode)).toEqual(tryView(known, mode));
      }),
    );
  });
});

/** Columns alone: a dividend of 0 everywhere is as good as none. */
function tryView(own: Bars, mode: "none" | "splits" | "splits_dividends"): unknown {
  try {
    const { dividend, ...seen } = adjustedView(own, mode);
    return { ...seen, dividend: dividend?.some((cash) => cash > 0) === true ? dividend : null };
  } catch (error) {
    return String(error);
  }
}
