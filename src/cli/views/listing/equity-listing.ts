import type { Bars } from "../../../engine/bars.ts";
import type { BacktestResult } from "../../../engine/backtest.ts";
import { underwater } from "../../../engine/metrics/series/risk/drawdown.ts";
import { barDateFormat } from "../../../report/format/format-date.ts";
import { formatAmount, formatPercent, formatUnits } from "../../../report/format/format-number.ts";
import { createListing, type Listing } from "./listing.ts";
import { left, right, timeText } from "./shown-columns.ts";

interface EquityRow {
  readonly bar: number;
  readonly time: number;
  readonly equity: number;
  readonly grossEquity: number;
  readonly position: number;
  /** Null over several symbols: what is held of each is in the orders. */
  readonly cash: number | null;
  readonly positionValue: number | null;
  /** As a positive fraction of the peak before, the initial capital being the first. */
  readonly drawdown: number;
}

/** The account at the close of every bar. */
export function equityListing(result: BacktestResult, bars: readonly Bars[], initialCapital: number): Listing {
  const { time, equity, grossEquity, position } = result;
  const date = barDateFormat(time);
  const drops = underwater(equity, initialCapital);
  const close = bars.length === 1 ? bars[0]?.close : undefined;
  const rows = Array.from(time, (at, bar): EquityRow => {
    const value = equity[bar] ?? Number.NaN;
    const units = position[bar] ?? Number.NaN;
    const held = close === undefined ? null : units === 0 ? 0 : units * (close[bar] ?? Number.NaN);
    return {
      bar,
      time: at,
      equity: value,
      grossEquity: grossEquity[bar] ?? Number.NaN,
      position: units,
      cash: held === null ? null : value - held,
      positionValue: held,
      drawdown: Math.abs(drops[bar] ?? Number.NaN),
    };
  });
  return createListing(rows, [
    { name: "bar", value: (row) => row.bar },
    { name: "time", value: (row) => timeText(row.time), shown: left("time", (row) => date(row.time)) },
    { name: "equity", value: (row) => row.equity, shown: right("equity", (row) => formatAmount(row.equity)) },
    {
      name: "gross_equity",
      value: (row) => row.grossEquity,
      shown: right("gross", (row) => formatAmount(row.grossEquity)),
    },
    { name: "cash", value: (row) => row.cash, shown: right("cash", (row) => formatAmount(row.cash ?? Number.NaN)) },
    { name: "position_value", value: (row) => row.positionValue },
    {
      name: "position",
      value: (row) => row.position,
      shown: right("position", (row) => formatUnits(row.position)),
    },
    {
      name: "drawdown",
      value: (row) => row.drawdown,
      shown: right("drawdown", (row) => formatPercent(row.drawdown, 2)),
    },
  ]);
}
