import type { DataReading } from "../../../core/spec/data-reading.ts";
import type { TradingSession } from "../../../core/time/trading-session.ts";
import type { Adjustment } from "../source.ts";

/** What both kinds say of their rows and of themselves. */
export interface DeclaredRows {
  /** `http:` or `sql:` and the name of the file. */
  readonly name: string;
  readonly description: string;
  /** Ours → what the source calls it. */
  readonly timeframes: Readonly<Record<string, string>>;
  /** Field of a bar → column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly reading: DataReading;
  /** Zone of times without an offset, and of the days of daily bars; absent: UTC. */
  readonly session?: TradingSession;
  readonly adjustment: Adjustment;
  readonly revises: boolean;
  /** `YYYY-MM-DD`; null: no bound is known. */
  readonly earliest: string | null;
}

export interface DeclaredHttp extends DeclaredRows {
  readonly kind: "http";
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly dates: HttpDates;
  /** Path of the rows in a JSON answer; null: the answer itself, or the only list in it. */
  readonly rows: string | null;
  /** Path of the next page's address or token, or `header:link`; null: there is no such thing. */
  readonly next: string | null;
  readonly firstPage: number;
  readonly maxSpanMs: number | null;
  readonly callsPerMinute: number;
  readonly maxBytes: number;
}

export interface DeclaredSql extends DeclaredRows {
  readonly kind: "sql";
  readonly query: string;
  /** Name of the environment variable that holds the address of the database. */
  readonly connection: string;
  readonly timeoutMs: number;
  /** Rows that are fetched at a time; each time is a page. */
  readonly pageRows: number;
}

export type DeclaredSource = DeclaredHttp | DeclaredSql;

/** How `{from}` and `{to}` are written: `2024-01-31`, `20240131`, `2024-01-31T00:00:00.000Z`, seconds, milliseconds. */
export const HTTP_DATES = ["date", "compact", "iso", "s", "ms"] as const;
export type HttpDates = (typeof HTTP_DATES)[number];
