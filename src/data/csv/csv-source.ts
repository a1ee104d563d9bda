import type { DataReading } from "../../core/spec/data-reading.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";

export interface CsvSource {
  /** Absolute path. */
  readonly file: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly adjusted: boolean;
  readonly session?: TradingSession;
  /** Absent: plain CSV, as it must be. */
  readonly reading?: DataReading;
}
