import type { BacktestResult } from "../../engine/backtest.ts";
import { equityOfDays, PnlFile } from "./expected/pnl-file.ts";
import { TradeList } from "./expected/trade-list.ts";
import { type CsvReader, scanCsv } from "./csv/scan-csv.ts";
import { Findings } from "./file/findings.ts";
import { openOutput } from "./file/open-output.ts";

/** A cell as tearsheets draw it; its parameters and metrics are known to whoever asks. */
export type CellSeries = Omit<BacktestResult, "params" | "metrics" | "reasons">;

export interface SeriesOptions {
  /** Above 0, account currency. */
  readonly initialCapital: number;
  readonly signal?: AbortSignal;
}

/**
 * The days, the equity and the trades of a result. One value per day of pnl.csv, stamped with its midnight as if it were UTC. Costs
 * are not told, so that gross equity is the same, and positions are not known: they are 0. Null without a usable pnl.csv.
 */
export async function readSeries(folder: string, options: SeriesOptions): Promise<CellSeries | null> {
  const { initialCapital, signal } = options;
  const pnl = new PnlFile({ rules: {}, calendar: null, initialCapital }, new Findings(false));
  if (!(await readTable(folder, { name: "pnl.csv", reader: pnl, signal }))) return null;
  pnl.checkWhole();
  const days = pnl.found();
  if (days === null) return null;
  const list = new TradeList(days.time);
  await readTable(folder, { name: "trades.csv", reader: list, signal });
  const { time } = days;
  const equity = equityOfDays(days, initialCapital);
  return {
    time,
    equity,
    grossEquity: equity.slice(),
    position: new Float64Array(time.length),
    trades: list.trades(),
    orders: [],
    cashFlows: [],
    rejections: [],
    stamps: list.stamps(),
  };
}

/** What is wrong with a file was said when it was checked. */
async function readTable(
  folder: string,
  {
    name,
    reader,
    signal,
  }: { readonly name: string; readonly reader: CsvReader; readonly signal: AbortSignal | undefined },
): Promise<boolean> {
  const opened = await openOutput(folder, name);
  if (opened.kind !== "open") return false;
  await using file = opened;
  await scanCsv(file, reader, { findings: new Findings(false), signal });
  return true;
}
