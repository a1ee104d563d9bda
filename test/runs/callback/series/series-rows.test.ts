import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERIES_KINDS, type SeriesKind } from "../../../../src/core/spec/series-spec.ts";
import { PROFILE_EXECUTION } from "../../../../src/engine/profiles/registry.ts";
import { runBacktest } from "../../../../src/engine/run-backtest.ts";
import { type BacktestSettings, NO_COSTS } from "../../../../src/engine/settings.ts";
import { builtinStrategy } from "../../../../src/engine/strategies/builtin-strategies.ts";
import type { Bars } from "../../../../src/engine/bars.ts";
import type { ColumnData } from "../../../../src/files/parquet/parquet-table.ts";
import { SERIES_COLUMNS } from "../../../../src/runs/kinds/callback/series/series-columns.ts";
import { type CellInFull, SERIES_ROWS } from "../../../../src/runs/kinds/callback/series/series-rows.ts";
import { heldUnits } from "../../../../src/runs/kinds/callback/series/held-units.ts";
import { sampleBars } from "../../../support/sample-bars.ts";

const DAY_MS = 86_400_000;
const settings: BacktestSettings = {
  initialCapital: 10_000,
  costs: { ...NO_COSTS, commissionBps: 10 },
  execution: PROFILE_EXECUTION.native,
  seed: 1,
  barsPerYear: 252,
};

function cellOf(name: string, bars: readonly Bars[], params = {}): CellInFull {
  const strategy = builtinStrategy(name);
  const result = runBacktest({ strategy, bars, settings, params, keepsSaid: true });
  return { result, bars, initialCapital: settings.initialCapital };
}

/** All rows of a kind, as arrays by column. */
function columnsOf(kind: SeriesKind, cell: CellInFull): Readonly<Record<string, readonly unknown[]>> {
  const pieces = [...SERIES_ROWS[kind](cell)];
  const names = SERIES_COLUMNS[kind].map(({ name }) => name).slice(2);
  return Object.fromEntries(
    names.map((name) => [name, pieces.flatMap((piece) => Array.from<unknown>(piece[name] as ColumnData & unknown[]))]),
  );
}

const one = cellOf("sma_cross", [sampleBars()], { fast: 5, slow: 20, position_size: 0.95 });
const symbols = ["A", "B", "C", "D", "E", "F"].map((symbol, place): Bars => {
  const bars = sampleBars();
  const close = bars.close.map((price, bar) => price * (1 + 0.2 * Math.sin(bar / (7 + 3 * place))));
  return {
    ...bars,
    symbol,
    open: close,
    close,
    high: close.map((price) => price + 1),
    low: close.map((price) => price - 1),
  };
});
const panel = cellOf("momentum_rotation", symbols);

describe("rows of series", () => {
  it.each(SERIES_KINDS)("of %s have the columns of its file, and no others", (kind) => {
    for (const cell of [one, panel]) {
      for (const piece of SERIES_ROWS[kind](cell)) {
        expect(Object.keys(piece)).toEqual(SERIES_COLUMNS[kind].map(({ name }) => name).slice(2));
      }
    }
  });

  it("tell from fills what the curve of one symbol says that was held", () => {
    expect(heldUnits(one.result, one.bars)[0]).toEqual(one.result.position);
  });

  it("of equity split it into cash and what is held, over several symbols too", () => {
    for (const cell of [one, panel]) {
      const { equity, cash, position_value: held } = columnsOf("equity", cell);
      expect(equity).toEqual(Array.from(cell.result.equity));
      expect((held as number[]).some((value) => value > 0)).toBe(true);
      for (const [bar, value] of (equity as number[]).entries()) {
        expect(Number(cash?.[bar]) + Number(held?.[bar])).toBeCloseTo(value, 8);
      }
    }
  });

  it("of positions add up to the equity's, and their weights to the exposure", () => {
    const { ts, value, weight } = columnsOf("positions", panel);
    const { ts: bars, position_value: held } = columnsOf("equity", panel);
    const at = (time: unknown, column: readonly unknown[] = []) =>
      column.reduce<number>((sum, own, row) => sum + (ts?.[row] === time ? Number(own) : 0), 0);
    for (const bar of [60, 150, 299]) {
      expect(at(bars?.[bar], value)).toBeCloseTo(Number(held?.[bar]), 6);
      expect(at(bars?.[bar], weight)).toBeCloseTo(panel.result.position[bar] ?? 0, 9);
    }
  });

  it("of drawdowns are in percent below the peak, the capital being the first", () => {
    const { drawdown_pct: drops } = columnsOf("equity", one);
    let peak = settings.initialCapital;
    for (const [bar, value] of one.result.equity.entries()) {
      peak = Math.max(peak, value);
      expect(Number(drops?.[bar])).toBeCloseTo((1 - value / peak) * 100, 9);
    }
  });

  it("of trades come in the order of time, two per round trip, and add up", () => {
    for (const cell of [one, panel]) {
      const { ts, pnl, cumulative_pnl: total, reason } = columnsOf("trades", cell);
      const { trades } = cell.result;
      expect(ts).toEqual((ts as bigint[]).toSorted((a, b) => Number(a - b)));
      expect(ts?.length).toBe(trades.reduce((sum, { open }) => sum + (open ? 1 : 2), 0));
      expect(pnl?.filter((value) => value === null).length).toBe(reason?.filter((why) => why === "entry").length);
      const sum = trades.reduce((all, trade) => all + (trade.open ? 0 : trade.pnl), 0);
      expect(Number(total?.at(-1))).toBeCloseTo(sum, 6);
    }
  });

  it("of signals have all symbols on a day on which any is rated, NaN where one is not", () => {
    const late = symbols.map((bars, place) => (place === 0 ? from(bars, 200) : bars));
    const cell = cellOf("momentum_rotation", late);
    const { date, symbol, signal } = columnsOf("daily_signals", cell);
    expect(new Set(symbol)).toEqual(new Set(symbols.map((bars) => bars.symbol)));
    expect(date?.length).toBe(new Set(date).size * symbols.length);
    const early = signal?.filter((_, row) => symbol?.[row] === "A" && Number(date?.[row]) < 200) as number[];
    expect(early.length).toBeGreaterThan(0);
    expect(early.every(Number.isNaN)).toBe(true);
  });

  it("of daily ICs are those of the factor report, by day", () => {
    const { date, ic, rank_ic: rank } = columnsOf("daily_ic", panel);
    const { factor } = panel.result;
    expect(date).toEqual(Array.from(factor?.time ?? [], (at) => at / DAY_MS));
    expect([ic, rank]).toEqual([Array.from(factor?.ic ?? []), Array.from(factor?.rankIc ?? [])]);
  });

  it("of weights are what the strategy wanted where it set its portfolio anew", () => {
    const { date, weight } = columnsOf("daily_weights", panel);
    const due = Array.from(panel.result.said?.rebalance ?? []).flatMap((is, bar) => (is === 1 ? [bar] : []));
    expect([...new Set(date)]).toEqual(due);
    expect(weight?.slice(0, 6)).toEqual(panel.result.said?.weights?.map((column) => column[due[0] ?? 0]));
  });

  it("of intraday bars are the last of each day, in files by the day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (perDay) => {
        const hourly = symbols.map((bars) => ({
          ...bars,
          time: bars.time.map((_, bar) => Math.floor(bar / perDay) * DAY_MS + (bar % perDay) * 3_600_000),
        }));
        const { date } = columnsOf("daily_signals", cellOf("momentum_rotation", hourly));
        const perSymbol = date?.filter((_, row) => row % symbols.length === 0);
        expect(perSymbol?.length).toBe(new Set(date).size);
      }),
      { numRuns: 7 },
    );
  });
});

function from(bars: Bars, first: number): Bars {
  const cut = (column: Float64Array) => column.subarray(first);
  return {
    ...bars,
    time: cut(bars.time),
    open: cut(bars.open),
    high: cut(bars.high),
    low: cut(bars.low),
    close: cut(bars.close),
    volume: cut(bars.volume),
  };
}
