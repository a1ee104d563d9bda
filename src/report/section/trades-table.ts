import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { ExitReason, Trade } from "../../engine/trade.ts";
import { barDateFormat } from "../format/format-date.ts";
import { formatSpan } from "../format/format-days.ts";
import { formatAmount, formatChange, formatCount, formatUnits } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { type Cell, numberCell, numberColumn, type Row, type Table, textCell, textColumn, toneOf } from "./table.ts";

/** The page keeps this many, the newest; the rest is in the CSV file. */
const MOST_TRADES = 500;
const SHOWN_AT_FIRST = 15;

const REASON_TEXT: Readonly<Record<ExitReason, string>> = {
  signal: "signal",
  stop_loss: "stop loss",
  take_profit: "take profit",
  trailing_stop: "trailing stop",
  max_holding: "max holding",
  left_universe: "left the universe",
  delisted: "delisted",
  end: "end of data",
  bankrupt: "bankrupt",
};

/** Columns that most strategies need not have. */
const HOLDING_COLUMNS: readonly HoldingColumn[] = [
  { label: "Dividends", amountOf: ({ dividends }) => dividends },
  { label: "Borrowing", amountOf: ({ borrowCost }) => borrowCost },
];

interface HoldingColumn {
  readonly label: string;
  readonly amountOf: (trade: Trade) => number;
}

interface RowFormat {
  readonly date: (timeMs: number) => string;
  readonly holding: readonly HoldingColumn[];
  /** Over one symbol it goes without saying. */
  readonly hasSymbol: boolean;
}

/** @param csvFile name of the file that holds every trade; null when none was written */
export function tradesTable({ result, series }: Performance, csvFile: string | null): Table {
  const { trades } = result;
  const date = barDateFormat(series.time);
  const shown = trades.slice(-MOST_TRADES);
  const holding = HOLDING_COLUMNS.filter(({ amountOf }) => shown.some((trade) => amountOf(trade) !== 0));
  const hasSymbol = new Set(trades.map(({ symbol }) => symbol)).size > 1;
  const firstNumber = trades.length - shown.length + 1;
  return {
    kind: "trades",
    title: "Trades",
    note: noteOf(trades.length, csvFile),
    columns: [
      numberColumn("#"),
      ...(hasSymbol ? [textColumn("Symbol")] : []),
      textColumn("Side"),
      textColumn("Entry"),
      numberColumn("at"),
      textColumn("Exit"),
      numberColumn("at"),
      numberColumn("Units"),
      numberColumn("Held"),
      numberColumn("Fees"),
      ...holding.map(({ label }) => numberColumn(label)),
      numberColumn("P&L net"),
      numberColumn("Return"),
      textColumn("Exit by"),
    ],
    rows: shown.map((trade, index) => tradeRow(trade, firstNumber + index, { date, holding, hasSymbol })).toReversed(),
    empty: "The strategy never traded.",
    sortable: true,
    collapsedTo: SHOWN_AT_FIRST,
  };
}

function noteOf(count: number, csvFile: string | null): string | null {
  if (count <= MOST_TRADES) return csvFile === null ? null : `also in ${csvFile}`;
  const where = csvFile === null ? "" : `; all of them are in ${csvFile}`;
  return `the newest ${formatCount(MOST_TRADES)} of ${formatCount(count)}${where}`;
}

function tradeRow(trade: Trade, number: number, { date, holding, hasSymbol }: RowFormat): Row {
  return {
    kind: trade.open ? "open" : "",
    cells: [
      numberCell(formatCount(number)),
      ...(hasSymbol ? [textCell(trade.symbol)] : []),
      textCell(trade.side),
      textCell(date(trade.entryTime)),
      numberCell(formatAmount(trade.entryPrice)),
      trade.open ? openCell() : textCell(date(trade.exitTime)),
      numberCell(formatAmount(trade.exitPrice)),
      numberCell(formatUnits(trade.units)),
      numberCell(formatSpan((trade.exitTime - trade.entryTime) / DAY_MS)),
      numberCell(formatAmount(trade.entryFee + trade.exitFee)),
      ...holding.map(({ amountOf }) => numberCell(formatAmount(amountOf(trade)))),
      numberCell(formatAmount(trade.pnl), { tone: toneOf(trade.pnl) }),
      numberCell(formatChange(trade.returnPct, 2), { tone: toneOf(trade.returnPct) }),
      trade.open ? textCell("–") : textCell(REASON_TEXT[trade.reason]),
    ],
  };
}

function openCell(): Cell {
  return textCell("open", { hint: "Still open at the last bar; valued at its close, without an exit fee" });
}
