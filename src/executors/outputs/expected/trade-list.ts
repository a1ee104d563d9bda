import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { storableText } from "../../../core/text/storable-text.ts";
import { counted } from "../file/findings.ts";
import type { Trade } from "../../../engine/trade.ts";
import { columnKey, type CsvHeader } from "../csv/csv-header.ts";
import { DayReader } from "../csv/day-reader.ts";
import { NumberReader } from "../csv/number-reader.ts";
import type { CsvReader, FieldSink } from "../csv/scan-csv.ts";

/** What scripts call the columns that a list of trades shows, the usual name first. */
const COLUMNS = {
  entryTime: ["entry_time"],
  exitTime: ["exit_time"],
  pnl: ["pnl"],
  symbol: ["symbol", "ticker", "instrument", "strike"],
  option: ["option_type"],
  side: ["side", "direction", "position"],
  entryPrice: ["entry_price", "entry"],
  exitPrice: ["exit_price", "exit"],
  units: ["quantity", "qty", "units", "size", "shares", "lots"],
  fees: ["fees", "fee", "commission", "costs"],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;
type Column = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as readonly Column[];

const LONGEST_TEXT = 60;
/** Of more trades the first are left out. */
const MOST_TRADES = 100_000;

/** The trades of a trades.csv, as a tearsheet lists them. What the file does not tell of a trade is NaN; its bars are days of pnl.csv. */
export class TradeList implements CsvReader {
  readonly wanted: readonly string[] = COLUMN_NAMES.flatMap((column) => COLUMNS[column]);
  readonly needed = ["entry_time", "exit_time", "pnl"];
  readonly #time: Float64Array;
  #trades: Trade[] = [];
  #count = 0;
  #hasSides = false;

  /** @param time midnight of each day of pnl.csv */
  constructor(time: Float64Array) {
    this.#time = time;
  }

  begin({ separator, names }: CsvHeader): FieldSink {
    const keys = new Set(names.map(columnKey));
    const slotOf = (column: Column): number =>
      this.wanted.indexOf(COLUMNS[column].find((name) => keys.has(name)) ?? COLUMNS[column][0]);
    const columnOf = new Map(COLUMN_NAMES.map((column) => [slotOf(column), column]));
    // Units below 0 are of a short position.
    this.#hasSides = [...COLUMNS.side, ...COLUMNS.units].some((name) => keys.has(name));
    const numbers = new NumberReader(separator !== ",");
    const texts: Partial<Record<Column, string>> = {};
    return {
      field(slot, bytes, from, to) {
        const column = columnOf.get(slot);
        if (column !== undefined) texts[column] = bytes.toString("utf8", from, Math.min(to, from + LONGEST_TEXT));
      },
      row: () => this.#add(texts, numbers),
    };
  }

  /** In the order of the file; at most MOST_TRADES, the last ones. */
  trades(): readonly Trade[] {
    return this.#trades.slice(-MOST_TRADES);
  }

  /** Remarks on what the trades do not say of themselves. */
  stamps(): readonly string[] {
    const left = this.#count - Math.min(this.#count, MOST_TRADES);
    const all = this.#count.toLocaleString("en-US");
    return [
      ...(left > 0 ? [`the last ${counted(MOST_TRADES, "trade")} of ${all}`] : []),
      ...(this.#hasSides || this.#count === 0 ? [] : ["sides are not told: trades are shown as long"]),
      ...(this.#count === 0 ? [] : ["exits are not told: they are shown as signals"]),
    ];
  }

  #add(texts: Readonly<Partial<Record<Column, string>>>, numbers: NumberReader): void {
    const number = (column: Column): number => {
      const bytes = Buffer.from(texts[column] ?? "");
      return numbers.read(bytes, 0, bytes.length);
    };
    const pnl = number("pnl");
    if (Number.isNaN(pnl)) return;
    this.#count++;
    const [entryTime, exitTime] = [timeOf(texts.entryTime), timeOf(texts.exitTime)];
    const [entryPrice, quantity, fees] = [number("entryPrice"), number("units"), number("fees")];
    const units = Math.abs(quantity);
    if (this.#trades.length >= 2 * MOST_TRADES) this.#trades = this.#trades.slice(-MOST_TRADES);
    this.#trades.push({
      symbol: symbolOf(texts),
      side: quantity < 0 || /^\s*(short|sell|s|-1)/i.test(texts.side ?? "") ? "short" : "long",
      open: false,
      entryBar: this.#barOf(entryTime),
      exitBar: this.#barOf(exitTime),
      entryTime,
      exitTime,
      entryPrice,
      exitPrice: number("exitPrice"),
      units,
      entryFee: 0,
      exitFee: fees,
      dividends: 0,
      borrowCost: 0,
      pnl,
      grossPnl: Number.isNaN(fees) ? pnl : pnl + fees,
      returnPct: pnl / (entryPrice * units),
      mae: Number.NaN,
      mfe: Number.NaN,
      reason: "signal",
    });
  }

  /** The last day that begins at or before a moment; the first one for what is before all. */
  #barOf(time: number): number {
    const day = Math.floor(time / DAY_MS) * DAY_MS;
    let low = 0;
    let high = this.#time.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#time[middle] ?? 0) <= day) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

const reader = new DayReader();

function timeOf(text: string | undefined): number {
  const bytes = Buffer.from(text ?? "");
  return reader.read(bytes, 0, bytes.length) ? reader.time : Number.NaN;
}

function symbolOf({ symbol = "", option = "" }: Readonly<Partial<Record<Column, string>>>): string {
  return storableText(`${symbol.trim()} ${option.trim()}`.trim());
}
