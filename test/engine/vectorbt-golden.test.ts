import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { BacktestResult } from "../../src/engine/backtest.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { type BacktestSettings, type Direction, PROFILE_EXECUTION } from "../../src/engine/settings.ts";
import { smaCross } from "../../src/engine/strategies/sma-cross.ts";
import type { Trade } from "../../src/engine/trade.ts";
import { scripted } from "./support/arbitrary.ts";
import { barsOf, settingsOf, sp500 } from "./support/sample-bars.ts";

/** What vectorbt made of the cases; written by `bench/peers/vectorbt_golden.py`. */
interface Golden {
  readonly sp500: readonly (GoldenOutcome & { readonly fast: number; readonly slow: number })[];
  readonly random: readonly (GoldenOutcome & {
    readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
    /** Entries, exits, short entries, short exits; x is set. */
    readonly signals: readonly [string, string, string, string];
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
  readonly trades: Readonly<Record<TradeColumn, readonly (number | boolean)[]>>;
  readonly final_equity: number;
  readonly total_fees: number;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly max_drawdown: number | null;
  readonly annual_return: number | null;
}

const TRADE_COLUMNS = [
  "side",
  "open",
  "entry_bar",
  "exit_bar",
  "units",
  "entry_price",
  "exit_price",
  "entry_fee",
  "exit_fee",
  "pnl",
] as const;
type TradeColumn = (typeof TRADE_COLUMNS)[number];

const golden = JSON.parse(
  readFileSync(process.env["VECTORBT_GOLDEN"] ?? new URL("golden/vectorbt.json", import.meta.url), "utf8"),
) as Golden;

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

function columnsOf(trade: Trade): Readonly<Record<TradeColumn, number | boolean>> {
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

/** The first trade that differs, with three bars around its entry and its exit; "" when all agree. */
function firstDifference(result: BacktestResult, expected: GoldenOutcome, bars: Bars): string {
  const count = Math.max(result.trades.length, expected.trades.side.length);
  for (let index = 0; index < count; index++) {
    const trade = result.trades[index];
    const ours = trade === undefined ? null : columnsOf(trade);
    const wrong = TRADE_COLUMNS.filter((column) => !isSame(ours?.[column], expected.trades[column][index]));
    if (wrong.length > 0) {
      const lines = wrong.map(
        (column) => `  ${column}: ${ours?.[column]} instead of ${expected.trades[column][index]}`,
      );
      const around = [trade?.entryBar ?? 0, trade?.exitBar ?? 0].flatMap((bar) => [bar - 1, bar, bar + 1]);
      const shown = around.map(
        (bar) => `  bar ${bar}: ${bars.open[bar]} ${bars.high[bar]} ${bars.low[bar]} ${bars.close[bar]}`,
      );
      return [`trade ${index} of ${JSON.stringify(expected.case)}`, ...lines, ...shown].join("\n");
    }
  }
  return "";
}

function isSame(ours: number | boolean | undefined, theirs: number | boolean | undefined): boolean {
  if (typeof ours !== "number" || typeof theirs !== "number") return ours === theirs;
  return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs));
}

function expectOutcome(result: BacktestResult, expected: GoldenOutcome, bars: Bars): void {
  expect(firstDifference(result, expected, bars)).toBe("");
  const { metrics } = result;
  const pairs = {
    final_equity: [metrics.final_equity, expected.final_equity],
    total_fees: [metrics.total_fees, expected.total_fees],
    sharpe: [metrics.sharpe, expected.sharpe],
    sortino: [metrics.sortino, expected.sortino],
    max_drawdown: [metrics.max_drawdown, expected.max_drawdown],
    cagr: [metrics.cagr, expected.annual_return],
  };
  for (const [name, [ours, theirs]] of Object.entries(pairs)) {
    if (ours === null || ours === undefined || theirs === null || theirs === undefined) continue;
    expect(isSame(ours, theirs), `${name}: ${ours} instead of ${theirs}`).toBe(true);
  }
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
      const [entries, exits, shortEntries, shortExits] = expected.signals.map(flags);
      const strategy = scripted({ entries, exits, shortEntries, shortExits } as Parameters<typeof scripted>[0]);
      const result = runBacktest({
        strategy,
        bars: [bars],
        settings: settingsFor(expected),
        params: tradeParams(expected),
      });
      expectOutcome(result, expected, bars);
    }
  });
});

function flags(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => (character === "x" ? 1 : 0));
}
