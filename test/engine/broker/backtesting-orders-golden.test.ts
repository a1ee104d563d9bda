import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { type BacktestingOutcome, expectSameOutcome } from "../support/backtesting-outcome.ts";
import { isSame } from "../support/golden-trades.ts";
import { type ScriptedAction, scriptedOrders } from "../support/scripted-orders.ts";
import { barsOf, settingsOf, sp500 } from "../support/sample-bars.ts";

/** What backtesting.py made of the scripts; written by `bench/peers/backtesting_orders_golden.py`. */
interface Golden {
  readonly sp500: readonly (GoldenScript & { readonly start: number; readonly count: number })[];
  readonly random: readonly (GoldenScript & {
    readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
  })[];
}

interface GoldenScript extends BacktestingOutcome {
  readonly case: {
    readonly cash: number;
    readonly rate: number;
    readonly fixed: number;
    readonly spread: number;
    readonly leverage: number;
    readonly trade_on_close: boolean;
    readonly hedging: boolean;
    readonly exclusive_orders: boolean;
    readonly finalize: boolean;
  };
  readonly script: readonly ScriptedAction[];
  /** Orders for which the money did not suffice. */
  readonly refused: number;
  readonly equity: readonly number[];
}

/** `BACKTESTING_ORDERS_GOLDEN` names another file of the same form, such as one of thousands of scripts. */
const file = process.env["BACKTESTING_ORDERS_GOLDEN"] ?? new URL("../golden/backtesting-orders.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

function settingsFor({ case: options }: GoldenScript, barsPerYear: number): BacktestSettings {
  return settingsOf({
    initialCapital: options.cash,
    barsPerYear,
    costs: {
      commissionBps: options.rate * 10_000,
      commissionFixed: options.fixed,
      spreadBps: options.spread * 10_000,
    },
    execution: {
      ...PROFILE_EXECUTION["backtesting.py"],
      direction: "both",
      fill: options.trade_on_close ? "close" : "open",
      leverage: options.leverage,
      hedging: options.hedging,
      exclusiveOrders: options.exclusive_orders,
      closeAtEnd: options.finalize,
    },
  });
}

function expectSameRun(expected: GoldenScript, bars: Bars, barsPerYear: number): void {
  const strategy = scriptedOrders(expected.script);
  const settings = settingsFor(expected, barsPerYear);
  const result = runBacktest({ strategy, bars: [bars], settings, params: {} });
  expectSameOutcome(result, expected, bars);
  const wrong = expected.equity.findIndex((value, bar) => !isSame(result.equity[bar], value));
  expect(wrong, `equity at bar ${wrong}: ${result.equity[wrong]} instead of ${expected.equity[wrong]}`).toBe(-1);
  expect(result.rejections.filter(({ reason }) => reason === "no_cash")).toHaveLength(expected.refused);
}

function barsOfCase({ bars: { open, high, low, close } }: Golden["random"][number]): Bars {
  return barsOf(close.map((last, bar) => [open[bar] ?? 0, high[bar] ?? 0, low[bar] ?? 0, last]));
}

describe("the broker of the backtesting.py profile, trade for trade", () => {
  it.each(golden.random.map((expected, index) => [index, expected] as const))(
    "is backtesting.py's for random script %i",
    (_, expected) => expectSameRun(expected, barsOfCase(expected), 365),
  );

  it("is compared by 50 random scripts at least", () => {
    expect(golden.random.length).toBeGreaterThanOrEqual(50);
  });

  it("is backtesting.py's for scripts of orders on years of the S&P 500", () => {
    expect(golden.sp500.length).toBeGreaterThanOrEqual(4);
    const all = sp500();
    for (const expected of golden.sp500) {
      const bars = transformBars(all, (column) => column.slice(expected.start, expected.start + expected.count));
      expectSameRun(expected, bars, 252);
    }
  });

  it("knows nothing of later bars: data cut short give the same equity so far, bit for bit", () => {
    for (const expected of golden.random) {
      const whole = barsOfCase(expected);
      const settings = settingsFor({ ...expected, case: { ...expected.case, finalize: false } }, 365);
      const strategy = scriptedOrders(expected.script);
      const { equity } = runBacktest({ strategy, bars: [whole], settings, params: {} });
      for (const length of [7, 20, 33]) {
        const bars = [transformBars(whole, (column) => column.slice(0, length))];
        const cut = runBacktest({ strategy, bars, settings, params: {} });
        expect(cut.equity).toStrictEqual(equity.slice(0, length));
      }
    }
  });
});
