import type { SeriesKind } from "../../../../core/spec/series-spec.ts";
import { type TradingSession, tradingDays } from "../../../../core/time/trading-session.ts";
import type { BacktestResult } from "../../../../engine/backtest.ts";
import type { Bars } from "../../../../engine/bars.ts";
import { underwater } from "../../../../engine/metrics/series/risk/drawdown.ts";
import { lastBarsOfDays } from "../../../../engine/metrics/sampling.ts";
import { alignBars } from "../../../../engine/panel/panel.ts";
import { tradeLegs } from "../../../../engine/trades/trade-legs.ts";
import type { ColumnData } from "../../../../files/parquet/parquet-table.ts";
import { heldUnits } from "./held-units.ts";

/** A cell in full, and what it traded. */
export interface CellInFull {
  readonly result: Omit<BacktestResult, "params" | "metrics" | "reasons">;
  /** One entry per symbol; none where they are not known, as of scripts. */
  readonly bars: readonly Bars[];
  /** Above 0, account currency: the first peak. */
  readonly initialCapital: number;
  /** Which day an intraday bar belongs to; absent: that of UTC. */
  readonly session?: TradingSession;
}

/** Columns after those that say which cell it is, all of one length, by name. */
export type SeriesRows = Readonly<Record<string, ColumnData>>;

/** The rows of a cell in pieces of some ten thousand, each made when it is asked for. */
export const SERIES_ROWS: Readonly<Record<SeriesKind, (cell: CellInFull) => Iterable<SeriesRows>>> = {
  equity: equityRows,
  trades: tradeRows,
  positions: positionRows,
  daily_signals: signalRows,
  daily_weights: weightRows,
  daily_ic: icRows,
};

const PIECE = 50_000;

function* equityRows({ result, bars, initialCapital }: CellInFull): Generator<SeriesRows> {
  const { time, equity } = result;
  const drops = underwater(equity, initialCapital);
  const held = bars.length === 0 ? null : positionValues(result, bars);
  for (const [from, to] of pieces(time.length)) {
    const values = held?.subarray(from, to);
    const own = equity.subarray(from, to);
    const unknown = Array.from(own, () => null);
    yield {
      ts: moments(time.subarray(from, to)),
      equity: own,
      cash: values === undefined ? unknown : own.map((value, bar) => value - (values[bar] ?? 0)),
      position_value: values ?? unknown,
      drawdown_pct: drops.subarray(from, to).map((drop) => Math.abs(drop) * 100),
    };
  }
}

/** Signed value of all positions at each close; without a position the price does not matter, not even a missing one. */
function positionValues(result: CellInFull["result"], bars: readonly Bars[]): Float64Array {
  const values = new Float64Array(result.time.length);
  const { closes } = alignBars(bars);
  for (const [asset, units] of heldUnits(result, bars).entries()) {
    const close = closes[asset];
    for (let bar = 0; bar < values.length; bar++) {
      const count = units[bar] ?? 0;
      if (count !== 0) values[bar] = (values[bar] ?? 0) + count * (close?.[bar] ?? Number.NaN);
    }
  }
  return values;
}

function* tradeRows({ result }: CellInFull): Generator<SeriesRows> {
  const legs = tradeLegs(result.trades);
  for (const [from, to] of pieces(legs.length)) {
    const own = legs.slice(from, to);
    yield {
      ts: BigInt64Array.from(own, ({ time }) => BigInt(time)),
      symbol: own.map(({ symbol }) => symbol),
      side: own.map(({ side }) => side),
      quantity: Float64Array.from(own, ({ units }) => units),
      price: Float64Array.from(own, ({ price }) => price),
      pnl: own.map(({ pnl }) => pnl),
      cumulative_pnl: Float64Array.from(own, ({ cumulativePnl }) => cumulativePnl),
      reason: own.map(({ reason }) => reason),
    };
  }
}

/** What is held at the close of a bar, symbol after symbol; no row where nothing is. */
function* positionRows({ result, bars }: CellInFull): Generator<SeriesRows> {
  const { time, equity } = result;
  if (bars.length === 0) return;
  const { closes } = alignBars(bars);
  for (const [asset, units] of heldUnits(result, bars).entries()) {
    const held = Int32Array.from(time.keys()).filter((bar) => units[bar] !== 0);
    for (const [from, to] of pieces(held.length)) {
      const own = held.subarray(from, to);
      const quantity = Float64Array.from(own, (bar) => units[bar] ?? 0);
      const price = Float64Array.from(own, (bar) => closes[asset]?.[bar] ?? Number.NaN);
      const value = quantity.map((count, row) => count * (price[row] ?? Number.NaN));
      yield {
        ts: moments(Float64Array.from(own, (bar) => time[bar] ?? 0)),
        symbol: Array.from(own, () => bars[asset]?.symbol ?? ""),
        quantity,
        price,
        value,
        weight: value.map((worth, row) => worth / (equity[own[row] ?? 0] ?? Number.NaN)),
      };
    }
  }
}

/** Of several symbols all of them on each day on which any is rated; of one symbol the days on which something is said. */
function* signalRows(cell: CellInFull): Generator<SeriesRows> {
  const signals = cell.result.said?.signals;
  if (signals === undefined) return;
  const isSaid = (bar: number): boolean => signals.some((column) => !Number.isNaN(column[bar] ?? Number.NaN));
  yield* dailyRows(cell, { columns: signals, name: "signal", isWanted: isSaid });
}

/** What the strategy wanted each symbol to have, on each day on which it set its portfolio anew. */
function* weightRows(cell: CellInFull): Generator<SeriesRows> {
  const { weights, rebalance } = cell.result.said ?? {};
  if (weights === undefined) return;
  yield* dailyRows(cell, { columns: weights, name: "weight", isWanted: (bar) => rebalance?.[bar] === 1 });
}

interface DailyColumns {
  /** One per symbol, one value per bar. */
  readonly columns: readonly Float64Array[];
  readonly name: string;
  readonly isWanted: (bar: number) => boolean;
}

function* dailyRows(
  { result: { time }, bars, session }: CellInFull,
  { columns, name, isWanted }: DailyColumns,
): Generator<SeriesRows> {
  const wanted = lastOfDays(time, Int32Array.from(time.keys()).filter(isWanted), session);
  const dayOf = tradingDays(session);
  const symbols = bars.map(({ symbol }) => symbol);
  const daysAtOnce = Math.max(1, Math.floor(PIECE / Math.max(1, symbols.length)));
  for (let first = 0; first < wanted.length; first += daysAtOnce) {
    const own = wanted.subarray(first, first + daysAtOnce);
    const dates = new Int32Array(own.length * symbols.length);
    const values = new Float64Array(dates.length);
    for (const [row, bar] of own.entries()) {
      for (let asset = 0; asset < symbols.length; asset++) {
        dates[row * symbols.length + asset] = dayOf(time[bar] ?? 0);
        values[row * symbols.length + asset] = columns[asset]?.[bar] ?? Number.NaN;
      }
    }
    yield { date: dates, symbol: Array.from(own, () => symbols).flat(), [name]: values };
  }
}

function* icRows({ result: { factor }, session }: CellInFull): Generator<SeriesRows> {
  if (factor === undefined) return;
  const { time, ic, rankIc } = factor;
  const wanted = lastOfDays(time, Int32Array.from(time.keys()), session);
  const dayOf = tradingDays(session);
  yield {
    date: Int32Array.from(wanted, (at) => dayOf(time[at] ?? 0)),
    ic: Float64Array.from(wanted, (at) => ic[at] ?? Number.NaN),
    rank_ic: Float64Array.from(wanted, (at) => rankIc[at] ?? Number.NaN),
  };
}

/** Of some of the bars, the last one of each day: daily files have one row per day. */
function lastOfDays(time: Float64Array, bars: Int32Array, session: TradingSession | undefined): Int32Array {
  const last = lastBarsOfDays(
    Float64Array.from(bars, (bar) => time[bar] ?? 0),
    session,
  );
  return last.map((at) => bars[at] ?? 0);
}

function* pieces(rows: number): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < rows; from += PIECE) yield [from, Math.min(from + PIECE, rows)];
}

function moments(time: Float64Array): BigInt64Array {
  return BigInt64Array.from(time, BigInt);
}
