import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BacktestResult } from "../../src/engine/backtest.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { type BacktestSettings, type Direction, PROFILE_EXECUTION } from "../../src/engine/settings.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import type { Trade } from "../../src/engine/trade.ts";
import { scripted } from "./support/arbitrary.ts";
import { expectSameFigures, expectSameTrades, flags, recordsOf, type TradeFigures } from "./support/golden-trades.ts";
import { barsOf, settingsOf, sp500 } from "./support/sample-bars.ts";

/** What vectorbt made of the cases; written by `bench/peers/vectorbt_golden.py`. */
interface Golden {
  readonly sp500: readonly (GoldenOutcome & { readonly fast: number; readonly slow: number })[];
  readonly random: readonly (GoldenOutcome & {
    readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
    /** Entries, exits, short entries, short exits; x is set. */
    readonly signals: readonly string[];
  })[];
}

interface GoldenOutcome {
  readonly case: {
    readonly fees: number;
    readonly fixed_fees: number;
    readonly slippage: number;
    readonly stop_loss: number;
    readonly take_profit: number;
    readonly trailing: number;
    readonly direction: Direction;
  };
  readonly trades: Readonly<Record<string, readonly (number | boolean)[]>>;
  readonly final_equity: number;
  readonly total_fees: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly max_drawdown: number | null;
  readonly annual_return: number | null;
}

/** `VECTORBT_GOLDEN` names another file of the same form, such as one of thousands of cases. */
const file = process.env["VECTORBT_GOLDEN"] ?? new URL("golden/vectorbt.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

function settingsFor({ case: options }: GoldenOutcome): BacktestSettings {
  return settingsOf({
    initialCapital: 10_000,
    barsPerYear: 365,
    costs: {
      commissionBps: options.fees * 10_000,
      commissionFixed: options.fixed_fees,
      slippageBps: options.slippage * 10_000,
    },
    execution: { ...PROFILE_EXECUTION.vectorbt, direction: options.direction },
  });
}

function tradeParams({ case: options }: GoldenOutcome) {
  return {
    position_size: 1,
    stop_loss_pct: options.stop_loss,
    take_profit_pct: options.take_profit,
    trailing_stop_pct: options.trailing,
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
  };
}

function expectOutcome(result: BacktestResult, expected: GoldenOutcome, bars: Bars): void {
  expectSameTrades(result.trades.map(figuresOf), recordsOf(expected.trades), bars);
  expectSameFigures(result.metrics, {
    final_equity: expected.final_equity,
    total_fees: expected.total_fees,
    sharpe: expected.sharpe,
    sortino: expected.sortino,
    max_drawdown: expected.max_drawdown,
    cagr: expected.annual_return,
  });
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

  it("is vectorbt on random bars and signals", () => {
    expect(golden.random.length).toBeGreaterThanOrEqual(30);
    for (const expected of golden.random) {
      const { open, high, low, close } = expected.bars;
      const bars = barsOf(close.map((last, bar) => [open[bar] ?? 0, high[bar] ?? 0, low[bar] ?? 0, last]));
      const [entries, exits, shortEntries, shortExits] = expected.signals;
      const strategy = scripted({
        entries: flags(entries),
        exits: flags(exits),
        shortEntries: flags(shortEntries),
        shortExits: flags(shortExits),
      });
      const settings = settingsFor(expected);
      expectOutcome(runBacktest({ strategy, bars: [bars], settings, params: tradeParams(expected) }), expected, bars);
    }
  });
});
