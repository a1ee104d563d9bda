import type { CalendarName } from "./calendar-names.ts";

/** When a market trades. Days are `YYYY-MM-DD`, those that the market names its sessions by. */
export interface MarketCalendar {
  readonly name: CalendarName;
  /** `New York Stock Exchange` */
  readonly title: string;
  /** IANA zone of the market. */
  readonly timezone: string;
  readonly coversFrom: string;
  /** The last day that is known; null when no day will ever be another one. */
  readonly coversUntil: string | null;
  /** Whether the usual session is interrupted. */
  readonly hasBreaks: boolean;
  /** @throws AppError CALENDAR_ENDS of a day that is not known */
  isSession(day: string): boolean;
  /** A day on which it usually trades, and does not. @throws AppError CALENDAR_ENDS */
  isHoliday(day: string): boolean;
  /** Null on a day without a session. @throws AppError CALENDAR_ENDS */
  session(day: string): Session | null;
  /** From the one day to the other, both included. @throws AppError CALENDAR_ENDS when they are not all known */
  sessions(from: string, to: string): readonly Session[];
}

/** One day of trading. Times are milliseconds UTC. */
export interface Session {
  readonly day: string;
  readonly open: number;
  readonly close: number;
  /** Between open and close, in order; most have none. */
  readonly breaks: readonly { readonly from: number; readonly to: number }[];
  /** It closes sooner than usual. */
  readonly isEarlyClose: boolean;
}
