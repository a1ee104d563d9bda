import { parseDurationMs } from "../../core/time/duration.ts";
import type { WindowSpec } from "../../core/spec/data-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import { reportAt, type Section } from "./section.ts";

export function readWindow(section: Section, block: BacktestBlock): WindowSpec {
  const { start_date: startDate = null, end_date: endDate = null, lookback } = block;
  if (startDate !== null && endDate !== null && endDate < startDate) {
    const message = `end_date ${endDate} lies before start_date ${startDate}.`;
    reportAt(section, ["end_date"], { code: "DATES_INVALID", message, hint: "Both days are included." });
  }
  return { startDate, endDate, lookbackMs: lookback === undefined ? null : parseDurationMs(lookback) };
}
