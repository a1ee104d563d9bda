import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BacktestResult } from "../../../src/engine/backtest.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { seriesMetrics } from "../../../src/engine/metrics/series/series-metrics.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import type { Direction, FillPrice } from "../../../src/engine/execution-rules.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import type { Strategy } from "../../../src/engine/strategy.ts";
import type { Trade } from "../../../src/engine/trade.ts";
import { bySignals } from "../support/acting.ts";
import { scripted } from "../support/arbitrary.ts";
import {
  expectSameFigures,
  expectSameTrades,
  flags,
  inPercent,
  recordsOf,
  type TradeFigures,
} from "../support/golden-trades.ts";
import { barsOf, settingsOf, sp500 } from "../support/sample-bars.ts";

/** What vectorbt made of the cases; written by `bench/peers/vectorbt_golden.py`. */
interface Golden {
  readonly sp500: readonly (GoldenOutcome & { readonly fast: number; readonly slow: number })[];
  readonly made: readonly (GoldenOutcome & {
    readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
    /** Entries, exits, short entries, short exits; x is set. Absent where averages cross. */
    readonly signals?: readonly string[];
    readonly fast?: number;
    readonly slow?: number;
  })[];
}

interface GoldenOutcome {
  readonly case: {
    readonly cash: number;
    readonly fees: number;
    readonly fixed_fees: number;
    readonly slippage: number;
    readonly stop_loss: number;
    readonly take_profit: number;
    readonly trailing: number;
    readonly direction: Direction;
    readonly size: number;
    readonly fill: FillPrice;
    readonly timeframe: keyof typeof DAYS;
  };
  readonly trades: Readonly<Record<string, readonly (number | boolean)[]>>;
  /** By the name of our metric; `mean_bars` from entry to exit of the closed trades. Null is no finite number. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** Length of a bar in days. */
const DAYS = { "1D": 1, "15min": 1 / 96, "7D": 7 };

/** `VECTORBT_GOLDEN` names another file of the same form, such as one of thousands of cases. */
const file = process.env["VECTORBT_GOLDEN"] ?? new URL("../golden/vectorbt.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

function settingsFor({ case: options }: GoldenOutcome): BacktestSettings {
  return settingsOf({
    initialCapital: options.cash,
    barsPerYear: 365 / DAYS[options.timeframe],
    costs: {
      commissionBps: options.fees * 10_000,
      commissionFixed: options.fixed_fees,
      slippageBps: options.slippage * 10_000,
    },
    execution: { ...PROFILE_EXECUTION.vectorbt, direction: options.direction, fill: options.fill },
  });
}

function tradeParams({ case: options }: GoldenOutcome) {
  return {
    position_size: options.size,
    stop_loss_pct: inPercent(options.stop_loss),
    take_profit_pct: inPercent(options.take_profit),
    trailing_stop_pct: inPercent(options.trailing),
  };
}

function figuresOf(trade: Trade): TradeFigures {
  return {
    side: trade.side === "long" ? 1 : -1,
    open: trade.open,
    entry_bar: trade.entryBar,
    exit_bar: trade.exitBar,
    units: trade.units,
    entry_price: trade.entryPrice,
    exit_price: trade.exitPrice,
    entry_fee: trade.entryFee,
    exit_fee: trade.exitFee,
    pnl: trade.pnl,
    return: trade.returnPct,
  };
}

function expectOutcome(result: BacktestResult, expected: GoldenOutcome, bars: Bars): void {
  expectSameTrades(result.trades.map(figuresOf), recordsOf(expected.trades), bars);
  const { annual_return = null, mean_bars: _, ...figures } = expected.figures;
  const { initialCapital, barsPerYear } = settingsFor(expected);
  const { omega } = seriesMetrics({ time: result.time, equity: result.equity, initialCapital, barsPerYear }).metrics;
  expectSameFigures({ ...result.metrics, omega }, { ...figures, cagr: annual_return });
}

/** The bars of a made-up case, as far apart as its timeframe says. */
function barsOfCase({ bars: { open, high, low, close }, case: { timeframe } }: Golden["made"][number]): Bars {
  const bars = barsOf(close.map((last, bar) => [open[bar] ?? 0, high[bar] ?? 0, low[bar] ?? 0, last]));
  const [first = 0] = bars.time;
  return { ...bars, time: bars.time.map((time) => first + (time - first) * DAYS[timeframe]) };
}

/** The crossover, or what the case was told: as signals and as orders given bar by bar. */
function strategiesOf({ signals, case: { direction } }: Golden["made"][number]): readonly Strategy[] {
  if (signals === undefined) return [smaCross];
  const [entries, exits, shortEntries, shortExits] = signals;
  const told = {
    entries: flags(entries),
    exits: flags(exits),
    shortEntries: flags(shortEntries),
    shortExits: flags(shortExits),
  };
  return [scripted(told), bySignals(told, direction)];
}

describe("the vectorbt profile, trade for trade", () => {
  it("is vectorbt on the S&P 500: long, short, both, with stops, slippage and fixed fees", () => {
    const bars = sp500();
    expect(golden.sp500.length).toBeGreaterThanOrEqual(14);
    for (const expected of golden.sp500) {
      const params = { fast: expected.fast, slow: expected.slow, ...tradeParams(expected) };
      const result = runBacktest({ strategy: smaCross, bars: [bars], settings: settingsFor(expected), params });
      expectOutcome(result, expected, bars);
    }
  });

  it.each(golden.made.map((expected, index) => [index, expected] as const))(
    "is vectorbt on made-up case %i",
    (_, expected) => {
      const bars = barsOfCase(expected);
      const params = {
        ...tradeParams(expected),
        ...(expected.fast && { fast: expected.fast, slow: expected.slow ?? 0 }),
      };
      const { mean_bars: meanBars = null } = expected.figures;
      for (const strategy of strategiesOf(expected)) {
        const result = runBacktest({ strategy, bars: [bars], settings: settingsFor(expected), params });
        expectOutcome(result, expected, bars);
        expectSameFigures(result.metrics, { avg_duration: meanBars && meanBars * DAYS[expected.case.timeframe] });
      }
    },
  );
});
