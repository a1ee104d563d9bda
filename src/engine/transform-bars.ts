import type { Bars } from "./bars.ts";

/** The same bars with every column, time included, passed through `change`. */
export function transformBars(bars: Bars, change: (column: Float64Array) => Float64Array): Bars {
  return {
    symbol: bars.symbol,
    time: change(bars.time),
    open: change(bars.open),
    high: change(bars.high),
    low: change(bars.low),
    close: change(bars.close),
    volume: change(bars.volume),
    ...(bars.dividend === undefined ? {} : { dividend: change(bars.dividend) }),
    ...(bars.member === undefined ? {} : { member: change(bars.member) }),
    ...(bars.extra === undefined ? {} : { extra: transformColumns(bars.extra, change) }),
  };
}

type Columns = Readonly<Record<string, Float64Array>>;

function transformColumns(columns: Columns, change: (column: Float64Array) => Float64Array): Columns {
  return Object.freeze(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)])));
}
