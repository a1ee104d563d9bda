import { expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { checkMembership } from "../../../src/engine/lookahead/check-membership.ts";
import { definePanelStrategy } from "../../../src/engine/strategy.ts";
import { BUILTIN_STRATEGIES } from "../../../src/engine/strategies/builtin-strategies.ts";
import { settingsOf, sp500 } from "../support/sample-bars.ts";

const index = sp500();
const BARS = 600;

/** The index from some bar on, in a universe from a bar to another one. */
function member(symbol: string, start: number, [from, to]: readonly [number, number]): Bars {
  const part = (column: Float64Array): Float64Array => column.slice(start, start + BARS);
  const { open, high, low, close, volume } = index;
  return {
    symbol,
    time: index.time.slice(0, BARS),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
    member: Float64Array.from({ length: BARS }, (_, bar) => (bar >= from && bar < to ? 1 : 0)),
    extra: { score: part(close) },
  };
}

const bars = [member("A", 0, [0, BARS]), member("B", 900, [200, BARS]), member("C", 1900, [0, 350])];
const settings = settingsOf();

it.each(BUILTIN_STRATEGIES.filter(({ kind, name }) => kind === "panel" && name !== "pairs_zscore"))(
  "$name says the same, whatever the prices of symbols that are out",
  (strategy) => {
    const found = checkMembership([{ strategy, bars, params: {}, settings }]);
    expect(found).toEqual({ symbols: 3, comers: 2, outside: 200 + 250, leak: null });
  },
);

it("a strategy that says something else is named with the bar", () => {
  let asked = 0;
  const strategy = definePanelStrategy({
    name: "peeks",
    params: {},
    targets({ panel: { time, symbols } }) {
      asked++;
      const rebalance = new Uint8Array(time.length).fill(1);
      const weights = symbols.map((_, asset) => new Float64Array(time.length).fill(asset === 1 ? asked / 10 : 0.1));
      return { rebalance, weights };
    },
  });
  const found = checkMembership([{ strategy, bars, params: {}, settings }]);
  expect(found?.leak).toEqual({ column: "weight of B", time: index.time[0] });
});

it("there is nothing to look for in a single symbol, and where nobody comes or goes", () => {
  const strategy = BUILTIN_STRATEGIES.find(({ name }) => name === "equal_weight");
  if (strategy === undefined) throw new Error("There is no equal_weight");
  const always = [bars[0], { ...bars[0], symbol: "D" }].filter((own): own is Bars => own !== undefined);
  expect(checkMembership([{ strategy, bars: always, params: {}, settings }])).toBeNull();
  expect(checkMembership([{ strategy, bars: bars.slice(1, 2), params: {}, settings }])).toBeNull();
});
