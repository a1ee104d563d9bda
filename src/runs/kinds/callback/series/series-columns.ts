import type { SeriesKind } from "../../../../core/spec/series-spec.ts";
import type { TableColumn } from "../../../../files/parquet/parquet-table.ts";

const text = (name: string): TableColumn => ({ name, kind: "text", isRequired: true });
const number = (name: string): TableColumn => ({ name, kind: "number", isRequired: true });
const mayLack = (name: string): TableColumn => ({ name, kind: "number" });

/** Which cell a row is of: a file holds those of all backtests of a run. */
const CELL: readonly TableColumn[] = [text("backtest"), { name: "cell", kind: "integer", isRequired: true }];
const AT: TableColumn = { name: "ts", kind: "moment", isRequired: true };
const DATE: TableColumn = { name: "date", kind: "date", isRequired: true };
const SYMBOL = text("symbol");

/** The columns of each file, as its readers rely on them (docs/series.md). */
export const SERIES_COLUMNS: Readonly<Record<SeriesKind, readonly TableColumn[]>> = {
  equity: [...CELL, AT, number("equity"), mayLack("cash"), mayLack("position_value"), number("drawdown_pct")],
  trades: [
    ...CELL,
    AT,
    SYMBOL,
    text("side"),
    number("quantity"),
    number("price"),
    mayLack("pnl"),
    number("cumulative_pnl"),
    text("reason"),
  ],
  positions: [...CELL, AT, SYMBOL, number("quantity"), number("price"), number("value"), number("weight")],
  daily_signals: [...CELL, DATE, SYMBOL, number("signal")],
  daily_weights: [...CELL, DATE, SYMBOL, number("weight")],
  daily_ic: [...CELL, DATE, number("ic"), number("rank_ic")],
};

/** Beside the symbol in files whose symbols are all whole numbers, as the permanent numbers of CRSP are. */
export const PERMNO: TableColumn = { name: "permno", kind: "long", isRequired: true };
