import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PastCells, SweepResult } from "../../../src/engine/backtest.ts";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { DIRECTIONS, INTRABAR_ORDERS } from "../../../src/engine/execution-rules.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { prepareSweep } from "../../../src/engine/sweep-cells.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import { settingsOf, sp500 } from "../support/sample-bars.ts";

const SPX = sp500();

const firstBars = (bars: Bars, count: number): Bars => transformBars(bars, (column) => column.subarray(0, count));

const withGaps = (column: Float64Array): Float64Array =>
  column.map((value, bar) => (bar % 97 > 92 ? Number.NaN : value));

interface Night {
  readonly strategy: string;
  readonly settings: BacktestSettings;
  readonly cells: readonly Params[];
  readonly blocks?: number;
}

function night(
  { strategy, settings, cells, blocks = 16 }: Night,
  bars: Bars,
  past: PastCells | null = null,
): SweepResult {
  const request = { strategy: builtinStrategy(strategy), bars: [bars], settings, blocks };
  return prepareSweep(request).run(cells, past);
}

function standingsOf(result: SweepResult, bars: number): PastCells {
  return { bars, values: result.standings?.values ?? new Float64Array() };
}

/** All that a sweep answers of its cells. */
function answerOf(result: SweepResult): SweepResult {
  const { metrics, reasons, computed, refusals, failures, blockSums } = result;
  return { metrics, reasons, computed, refusals, failures, ...(blockSums !== undefined && { blockSums }) };
}

const window = fc.integer({ min: 1, max: 80 });
const arbitraryCells = fc.oneof(
  fc.record({ strategy: fc.constant("sma_cross"), cell: fc.record({ fast: window, slow: window }) }),
  fc.record({ strategy: fc.constant("ema_cross"), cell: fc.record({ fast: window, slow: window }) }),
  fc.record({ strategy: fc.constant("macd"), cell: fc.record({ fast: window, slow: window, signal: window }) }),
  fc.record({ strategy: fc.constant("donchian_breakout"), cell: fc.record({ entry: window, exit: window }) }),
  fc.record({
    strategy: fc.constant("bollinger_reversion"),
    cell: fc.record({ window: fc.integer({ min: 2, max: 60 }), width: fc.double({ min: 0.2, max: 3, noNaN: true }) }),
  }),
  fc.record({
    strategy: fc.constant("rsi_reversion"),
    cell: fc.record({ window: fc.integer({ min: 2, max: 40 }), oversold: fc.integer({ min: 5, max: 45 }) }),
  }),
  fc.record({ strategy: fc.constant("buy_and_hold"), cell: fc.constant({}) }),
  fc.record({ strategy: fc.constant("trend_v1"), cell: fc.record({ fast_ma: window, slow_ma: window }) }),
);

const off = (value: fc.Arbitrary<number>) => fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, value);
const percent = fc.constantFrom(1, 3, 8);
const arbitraryTrading = fc.record({
  position_size: fc.constantFrom(1, 0.95, 0.3, 0),
  stop_loss_pct: off(percent),
  take_profit_pct: off(percent),
  trailing_stop_pct: off(percent),
  cooldown_period: off(fc.constantFrom(2, 20)),
  max_holding: off(fc.constantFrom(1, 7)),
});
const arbitraryRisk = fc.record({
  volatility_target: off(fc.constant(0.1)),
  order_units: off(fc.constant(3)),
  order_cash: off(fc.constant(900)),
  max_single_position_var: off(fc.constantFrom(0.001, 0.02)),
  max_portfolio_var: off(fc.constantFrom(0.001, 0.02)),
});

const arbitrarySettings = fc
  .record({
    profile: fc.constantFrom("native" as const, "native" as const, "vectorbt" as const),
    direction: fc.constantFrom("long" as const, ...DIRECTIONS),
    fill: fc.constantFrom("open" as const, "close" as const),
    executionDelay: fc.constantFrom(1, 1, 3),
    lotSize: fc.constantFrom(0, 1),
    intrabar: fc.constantFrom(...INTRABAR_ORDERS),
    commissionBps: fc.constantFrom(0, 10, 150),
    commissionFixed: fc.constantFrom(0, 2, 300),
    slippageBps: fc.constantFrom(0, 5),
    // Of the profile `native` alone.
    own: fc.record({
      commissionPerShare: fc.constantFrom(0, 0, 0.05),
      commissionMin: fc.constantFrom(0, 0, 1, 50),
      spreadBps: fc.constantFrom(0, 0, 4),
      borrowBps: fc.constantFrom(0, 300),
    }),
    fillProbability: fc.constantFrom(1, 1, 0.8),
    initialCapital: fc.constantFrom(100_000, 2_000),
  })
  .map(({ profile, direction, fill, executionDelay, lotSize, intrabar, own, initialCapital, ...costs }) => {
    const isOwn = profile === "native";
    return settingsOf({
      initialCapital,
      costs: isOwn ? { ...costs, ...own } : costs,
      execution: {
        ...PROFILE_EXECUTION[profile],
        direction,
        fill,
        executionDelay: fill === "close" ? 0 : executionDelay,
        lotSize,
        ...(isOwn && { intrabar }),
      },
    });
  });

describe("a cell that is gone on with", () => {
  it("has bit for bit the results of one that is traded from the first bar, night after night", () => {
    let extended = 0;
    let cells = 0;
    const nights = fc.array(fc.constantFrom(1, 1, 2, 5, 23), { minLength: 1, maxLength: 3 });
    const start = fc.integer({ min: 0, max: 2500 });
    const first = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 256, max: 2500 }));
    fc.assert(
      fc.property(
        fc.record({
          traded: arbitraryCells,
          trading: arbitraryTrading,
          risk: arbitraryRisk,
          settings: arbitrarySettings,
        }),
        fc.record({
          start,
          first,
          nights,
          dividends: fc.boolean(),
          /** Whether the symbol leaves its universe now and then. */
          leaves: fc.boolean(),
          /** Whether prices are missing now and then; rarely, since such cells are mostly traded from the first bar. */
          gaps: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
          blocks: fc.constantFrom(0, 2, 16),
        }),
        (
          { traded: { strategy, cell }, trading, risk, settings },
          { start, first, nights, dividends, leaves, gaps, blocks },
        ) => {
          const isOwn = settings.execution.profile === "native";
          const own = { ...cell, ...trading, ...(isOwn && risk) };
          const cut = transformBars(SPX, (column) => column.subarray(start));
          const bars = {
            ...(gaps ? transformBars(cut, withGaps) : cut),
            time: cut.time,
            ...(dividends && { dividend: cut.close.map((_, bar) => (bar % 60 === 59 ? 9 : 0)) }),
            ...(leaves && { member: cut.close.map((_, bar) => (bar % 400 < 350 ? 1 : 0)) }),
          };
          const asked = { strategy, settings, blocks, cells: [own, { ...own, position_size: 0.5 }] };
          let count = first;
          let past = standingsOf(night(asked, firstBars(bars, count)), count);
          for (const more of nights) {
            count += more;
            const tonight = firstBars(bars, count);
            const gone = night(asked, tonight, past);
            expect(answerOf(gone)).toEqual(answerOf(night(asked, tonight)));
            extended += gone.standings?.extended ?? 0;
            cells += 2;
            past = standingsOf(gone, count);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(extended / cells).toBeGreaterThan(0.3);
  });
});
