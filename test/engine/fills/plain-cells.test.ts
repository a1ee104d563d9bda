import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { cellRules } from "../../../src/engine/cells/cell-rules.ts";
import { cellCurves } from "../../../src/engine/cells/cell-curves.ts";
import { openAccount } from "../../../src/engine/fills/account.ts";
import { fillEvents } from "../../../src/engine/fills/fill-events.ts";
import { createLedger, type Ledger } from "../../../src/engine/fills/ledger.ts";
import { isPlain } from "../../../src/engine/fills/is-plain.ts";
import { equityFalls } from "../../../src/engine/metrics/accumulators/equity-falls.ts";
import { priceSums } from "../../../src/engine/metrics/accumulators/price-sums.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { DIRECTIONS } from "../../../src/engine/execution-rules.ts";
import { PROFILE_EXECUTION, profileOf } from "../../../src/engine/profiles/registry.ts";
import { addEvent, createEventList, type EventList } from "../../../src/engine/signals/event-list.ts";
import { isPaired, pairedTradeSums } from "../../../src/engine/trades/paired-trade-sums.ts";
import { walkedTradeSums } from "../../../src/engine/trades/walked-trade-sums.ts";
import { flatBars, settingsOf } from "../support/sample-bars.ts";

/** Some hundred bars, now and then at the same price, with an event at every fifth or, for long stretches, at one in a hundred. */
const arbitraryCell = fc
  .record({
    steps: fc.array(fc.tuple(fc.integer({ min: -4, max: 5 }), fc.nat({ max: 1e6 })), {
      minLength: 1,
      maxLength: 400,
      size: "max",
    }),
    rarity: fc.constantFrom(75, 1500),
  })
  .map(({ steps, rarity }) => {
    const events = createEventList(steps.length);
    let price = 100;
    const closes = steps.map(([step, chance], bar) => {
      const actions = chance % rarity;
      if (actions > 0 && actions < 16) addEvent(events, bar, actions);
      price *= 1 + step / 100;
      return price;
    });
    return { bars: flatBars(closes), events };
  });

const arbitraryPlainSettings = fc
  .record({
    profile: fc.constantFrom("native" as const, "vectorbt" as const),
    fill: fc.constantFrom("open" as const, "close" as const),
    executionDelay: fc.constantFrom(1, 3),
    commissionBps: fc.constantFrom(0, 10, 2500),
    commissionFixed: fc.constantFrom(0, 2, 4900),
    commissionPerShare: fc.constantFrom(0, 0.005),
    commissionMin: fc.constantFrom(0, 30),
    slippageBps: fc.constantFrom(0, 5),
  })
  .map(({ profile, fill, executionDelay, commissionPerShare, commissionMin, ...costs }) =>
    settingsOf({
      costs: profile === "native" ? { ...costs, commissionPerShare, commissionMin } : costs,
      execution: { ...PROFILE_EXECUTION[profile], fill, executionDelay },
    }),
  );

function traded(bars: Bars, events: EventList, settings: BacktestSettings, params: Params): Ledger {
  const ledger = createLedger();
  const { orders } = profileOf(settings.execution.profile);
  fillEvents(openAccount(cellRules(settings, params), ledger), events, bars, { orders });
  return ledger;
}

interface PlainCell {
  readonly settings: BacktestSettings;
  readonly params: Params;
  readonly ledger: Ledger;
}

/** As a cell is traded: the quick way of its profile where it is plain; whether it has been. */
function fillPlain({ settings, params, ledger }: PlainCell, events: EventList, bars: Bars): boolean {
  const { fillLongOnly } = profileOf(settings.execution.profile);
  const rules = cellRules(settings, params);
  return fillLongOnly !== null && isPlain(rules, bars) && fillLongOnly(rules, ledger, events, bars);
}

/** The filled rows alone. */
function rowsOf(ledger: Ledger): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(ledger).map(([name, column]) => [
      name,
      ArrayBuffer.isView(column) ? Array.from(column as Float64Array).slice(0, ledger.count) : column,
    ]),
  );
}

describe("a plain cell", () => {
  it("is filled bit for bit as by the general rules", () => {
    const size = fc.constantFrom(1, 0.95, 0.1, 0);
    fc.assert(
      fc.property(arbitraryCell, arbitraryPlainSettings, size, ({ bars, events }, settings, position_size) => {
        const plain = createLedger();
        expect(fillPlain({ settings, params: { position_size }, ledger: plain }, events, bars)).toBe(true);
        expect(rowsOf(plain)).toEqual(rowsOf(traded(bars, events, settings, { position_size })));
      }),
      { numRuns: 500 },
    );
  });

  it("is none when anything but its own signals can change the position", () => {
    const isFilled = (
      settings: Parameters<typeof settingsOf>[0],
      params: Params = {},
      bars: Bars = flatBars([1]),
    ): boolean =>
      fillPlain({ settings: settingsOf(settings), params, ledger: createLedger() }, createEventList(1), bars);
    expect(isFilled({})).toBe(true);
    expect(isFilled({ execution: { direction: "short" } })).toBe(false);
    expect(isFilled({ execution: { direction: "both" } })).toBe(false);
    expect(isFilled({ execution: { lotSize: 1 } })).toBe(false);
    expect(isFilled({ execution: { closeAtEnd: true } })).toBe(false);
    expect(isFilled({ execution: PROFILE_EXECUTION["backtesting.py"] })).toBe(false);
    expect(isFilled({ costs: { fillProbability: 0.5 } })).toBe(false);
    for (const name of ["stop_loss_pct", "take_profit_pct", "trailing_stop_pct", "cooldown_period", "max_holding"]) {
      expect(isFilled({}, { [name]: 1 }), name).toBe(false);
    }
    for (const name of ["max_single_position_var", "max_portfolio_var", "volatility_target"]) {
      expect(isFilled({}, { [name]: 0.1 }), name).toBe(false);
    }
    expect(isFilled({}, { order_units: 5 })).toBe(false);
    expect(isFilled({}, { order_cash: 5 })).toBe(false);
    const paying = { ...flatBars([1]), dividend: Float64Array.of(0) };
    expect(isFilled({}, {}, paying)).toBe(false);
  });

  it("is left to the general rules where a price is none", () => {
    const events = createEventList(2);
    addEvent(events, 0, 1);
    const settings = settingsOf({ execution: { fill: "close" } });
    for (const price of [0, -5, Number.NaN]) {
      expect(fillPlain({ settings, params: {}, ledger: createLedger() }, events, flatBars([price, 1]))).toBe(false);
    }
  });

  it("has the trade sums of the general walk", () => {
    fc.assert(
      fc.property(arbitraryCell, arbitraryPlainSettings, ({ bars, events }, settings) => {
        for (const direction of ["long", "short"] as const) {
          const { execution } = settings;
          const ledger = traded(bars, events, { ...settings, execution: { ...execution, direction } }, {});
          // A short position may be too dear to be closed in one fill.
          if (direction === "long") expect(isPaired(ledger)).toBe(true);
          if (isPaired(ledger)) expect(pairedTradeSums(ledger, bars)).toEqual(walkedTradeSums(ledger, bars));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has no pairs where a position is turned around", () => {
    const events = createEventList(3);
    addEvent(events, 0, 1 + 8);
    addEvent(events, 1, 2 + 4);
    const settings = settingsOf({ execution: { ...PROFILE_EXECUTION.vectorbt, direction: "both" } });
    expect(isPaired(traded(flatBars([1, 2, 3]), events, settings, {}))).toBe(false);
  });
});

describe("falls of the equity", () => {
  it("are those of the curve, bit for bit", () => {
    const cell = fc.tuple(arbitraryCell, arbitraryPlainSettings, fc.constantFrom(...DIRECTIONS), fc.boolean());
    fc.assert(
      fc.property(cell, fc.constantFrom(1, 0.5), ([{ bars, events }, settings, direction, capitalIsPeak], size) => {
        const { execution, initialCapital } = settings;
        const own = { ...settings, execution: { ...execution, direction } };
        const ledger = traded(bars, events, own, { position_size: size });
        const { equity } = cellCurves(ledger, bars.close, initialCapital);
        let peak = capitalIsPeak ? initialCapital : 0;
        let under = 0;
        const expected = { maxDrawdown: 0, longestUnderWater: 0 };
        for (const value of equity) {
          under = value >= peak ? 0 : under + 1;
          peak = Math.max(peak, value);
          expected.maxDrawdown = Math.max(expected.maxDrawdown, 1 - value / peak);
          expected.longestUnderWater = Math.max(expected.longestUnderWater, under);
        }
        const found = equityFalls({ ledger, initialCapital, capitalIsPeak }, priceSums(bars.close));
        expect(found).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("are deeper by a rounding step when the price is", () => {
    const closes = Float64Array.of(100, 90, 90 - 2 ** -46, 95);
    const ledger = createLedger();
    ledger.count = 1;
    ledger.position[0] = 1;
    const { maxDrawdown } = equityFalls({ ledger, initialCapital: 100, capitalIsPeak: true }, priceSums(closes));
    expect(maxDrawdown).toBeGreaterThan(1 - 90 / 100);
    expect(maxDrawdown).toBe(1 - (90 - 2 ** -46) / 100);
  });

  it("are undefined for an equity that never was above 0", () => {
    const ledger = createLedger();
    ledger.count = 1;
    const found = equityFalls({ ledger, initialCapital: 1, capitalIsPeak: false }, priceSums(Float64Array.of(1, 1)));
    expect(found.maxDrawdown).toBeNaN();
  });
});
