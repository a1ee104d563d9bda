import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings } from "../../../src/engine/settings.ts";
import type { Direction } from "../../../src/engine/execution-rules.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { scripted } from "../support/arbitrary.ts";
import { type BacktestingOutcome, expectSameOutcome } from "../support/backtesting-outcome.ts";
import { flags, inPercent } from "../support/golden-trades.ts";
import { barsOf, DAY_MS, settingsOf, sp500 } from "../support/sample-bars.ts";

/** What backtesting.py made of the cases; written by `bench/peers/backtesting_golden.py`. */
interface Golden {
  readonly sp500: readonly (GoldenOutcome & { readonly fast: number; readonly slow: number })[];
  readonly random: readonly (GoldenOutcome & {
    readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
    /** Entries, exits, short entries, short exits; x is set. */
    readonly signals: readonly string[];
  })[];
}

interface GoldenOutcome extends BacktestingOutcome {
  readonly case: {
    readonly cash: number;
    readonly rate: number;
    readonly fixed: number;
    readonly spread: number;
    readonly leverage: number;
    readonly finalize: boolean;
    readonly trade_on_close: boolean;
    readonly stop_loss: number;
    readonly take_profit: number;
    readonly direction: Direction;
    readonly size: number | null;
    readonly timeframe: keyof typeof TIMEFRAMES;
  };
}

/** Days of a bar, and what a year has of them; hours are measured by day. */
const TIMEFRAMES = {
  "1D": { days: 1, barsPerYear: 365 },
  "7D": { days: 7, barsPerYear: 52 },
  "4h": { days: 1 / 6, barsPerYear: 6 * 365, daysPerYear: 365 },
};

/** `BACKTESTING_GOLDEN` names another file of the same form, such as one of thousands of cases. */
const file = process.env["BACKTESTING_GOLDEN"] ?? new URL("../golden/backtesting.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

function settingsFor(
  { case: options }: GoldenOutcome,
  year: Pick<BacktestSettings, "barsPerYear" | "daysPerYear">,
): BacktestSettings {
  return settingsOf({
    initialCapital: options.cash,
    barsPerYear: year.barsPerYear,
    ...(year.daysPerYear === undefined ? {} : { daysPerYear: year.daysPerYear }),
    costs: {
      commissionBps: options.rate * 10_000,
      commissionFixed: options.fixed,
      spreadBps: options.spread * 10_000,
    },
    execution: {
      ...PROFILE_EXECUTION["backtesting.py"],
      direction: options.direction,
      leverage: options.leverage,
      closeAtEnd: options.finalize,
      fill: options.trade_on_close ? "close" : "open",
    },
  });
}

function tradeParams({ case: options }: GoldenOutcome) {
  return {
    position_size: options.size ?? 1,
    stop_loss_pct: inPercent(options.stop_loss),
    take_profit_pct: inPercent(options.take_profit),
  };
}

/** The bars of a random case, from the Sunday at which its weeks end. */
function barsOfCase({ bars: { open, high, low, close }, case: { timeframe } }: Golden["random"][number]): Bars {
  const bars = barsOf(close.map((last, bar) => [open[bar] ?? 0, high[bar] ?? 0, low[bar] ?? 0, last]));
  const step = DAY_MS * TIMEFRAMES[timeframe].days;
  return { ...bars, time: bars.time.map((_, bar) => Date.UTC(2020, 0, 5) + bar * step) };
}

describe("the backtesting.py profile, trade for trade", () => {
  it("is backtesting.py on the S&P 500: both sides, spread, fixed fees, stops, leverage, trade_on_close", () => {
    const bars = sp500();
    expect(golden.sp500.length).toBeGreaterThanOrEqual(12);
    for (const expected of golden.sp500) {
      const params = { fast: expected.fast, slow: expected.slow, ...tradeParams(expected) };
      const settings = settingsFor(expected, { barsPerYear: 252 });
      expectSameOutcome(runBacktest({ strategy: smaCross, bars: [bars], settings, params }), expected, bars);
    }
  });

  it.each(golden.random.map((expected, index) => [index, expected] as const))(
    "is backtesting.py on random case %i",
    (_, expected) => {
      const bars = barsOfCase(expected);
      const [entries, exits, shortEntries, shortExits] = expected.signals;
      const strategy = scripted({
        entries: flags(entries),
        exits: flags(exits),
        shortEntries: flags(shortEntries),
        shortExits: flags(shortExits),
      });
      const settings = settingsFor(expected, TIMEFRAMES[expected.case.timeframe]);
      const result = runBacktest({ strategy, bars: [bars], settings, params: tradeParams(expected) });
      expectSameOutcome(result, expected, bars);
    },
  );

  it("does not trade on a single bar, at which backtesting.py has not begun", () => {
    const { metrics } = runBacktest({
      strategy: scripted({ entries: Uint8Array.of(1), exits: Uint8Array.of(0) }),
      bars: [barsOf([[10, 12, 9, 11]])],
      settings: settingsOf({ execution: PROFILE_EXECUTION["backtesting.py"] }),
      params: {},
    });
    expect(metrics).toMatchObject({ total_trades: 0, final_equity: 10_000, max_drawdown: 0 });
  });

  it("divides as Python does: 1 // 0.1 is 9", () => {
    const flat: readonly [number, number, number, number] = [0.1, 0.1, 0.1, 0.1];
    const [trade] = runBacktest({
      strategy: scripted({ entries: Uint8Array.of(0, 1, 0, 0), exits: new Uint8Array(4) }),
      bars: [barsOf([flat, flat, flat, flat])],
      settings: settingsOf({ initialCapital: 2, execution: PROFILE_EXECUTION["backtesting.py"] }),
      params: { position_size: 0.5 },
    }).trades;
    expect(trade?.units).toBe(9);
  });
});
