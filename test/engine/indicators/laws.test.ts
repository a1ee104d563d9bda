import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INDICATOR_FACTS } from "../../../src/engine/indicators/catalogue/indicator-facts.ts";
import { columnsOf, cut, type Inputs } from "./support/called.ts";
import { goldenSeries } from "./support/golden-series.ts";

/** Prices that rise, fall, stand still and jump, some bars of them not known. */
const inputs = fc
  .array(
    fc.record({
      step: fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 300 }), fc.constant(5000)),
      reach: fc.integer({ min: 0, max: 50 }),
      volume: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000 })),
      isKnown: fc.integer({ min: 0, max: 19 }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((rows): Inputs => {
    let cents = 10_000;
    const close = rows.map(({ step }) => (cents = Math.max(100, cents + step)) / 100);
    const column = (of: (price: number, bar: number) => number): Float64Array =>
      Float64Array.from(close, (price, bar) => (rows[bar]?.isKnown === 0 ? Number.NaN : of(price, bar)));
    const reach = (bar: number): number => (rows[bar]?.reach ?? 0) / 100;
    return {
      bars: {
        symbol: "X",
        time: Float64Array.from(close, (_, bar) => bar * 86_400_000),
        open: column((price) => price),
        high: column((price, bar) => price + reach(bar)),
        low: column((price, bar) => price - reach(bar)),
        close: column((price) => price),
        volume: column((_, bar) => rows[bar]?.volume ?? 0),
      },
      other: column((_, bar) => close[Math.max(0, bar - 3)] ?? 0),
    };
  });

/** Small windows, so that they are full within few bars. */
const smallValues = ({ params }: (typeof INDICATOR_FACTS)[number]): readonly (number | string)[] =>
  params.map((param, place) => {
    if (typeof param.default === "string") return param.default;
    if (!("isWhole" in param) || !param.isWhole || param.max < 10) return param.default;
    return Math.max(param.min, 3 + place);
  });

describe.each(INDICATOR_FACTS.map((facts) => [facts.name, facts] as const))("%s", (_, facts) => {
  it("says of a bar what it says when later ones are known, to the bit", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
        const count = Math.floor(share * whole.other.length);
        const values = smallValues(facts);
        const then = columnsOf(facts, cut(whole, count), values);
        for (const [place, [part, column]] of columnsOf(facts, whole, values).entries()) {
          expect(then[place]?.[0]).toBe(part);
          expect(then[place]?.[1]).toEqual(column.slice(0, count));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(["walk", "still", "late", "short"])(
    "has one finite number or NaN per bar of %s, of all that it gives",
    (series) => {
      const whole = goldenSeries(series);
      const columns = columnsOf(facts, whole);
      expect(columns.map(([part]) => part)).toEqual(facts.gives.length === 0 ? [""] : facts.gives);
      for (const [, column] of columns) {
        expect(column).toHaveLength(whole.other.length);
        expect(column.some((value) => value === Infinity || value === -Infinity)).toBe(false);
      }
    },
  );

  it("is empty for no bars, and without a value for one longer than the data", () => {
    const whole = goldenSeries("short");
    for (const [, column] of columnsOf(facts, cut(whole, 0))) expect(column).toHaveLength(0);
    const longest = facts.params.map((param) =>
      "isWhole" in param && param.isWhole && param.max > 10 ? param.max : param.default,
    );
    const isWindowed = longest.some((value, place) => value !== facts.params[place]?.default);
    for (const [, column] of columnsOf(facts, whole, longest)) {
      if (isWindowed) expect(column.every(Number.isNaN)).toBe(true);
    }
  });
});
