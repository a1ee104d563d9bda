/** Calendars that there are: exchanges by their market identifier code (ISO 10383), and `24/7`, which is never closed. */
export const CALENDAR_NAMES = [
  "XNYS",
  "XNAS",
  "XTSE",
  "XLON",
  "XETR",
  "XPAR",
  "XAMS",
  "XSWX",
  "XTKS",
  "XHKG",
  "XSHG",
  "XASX",
  "CMES",
  "24/7",
] as const;
export type CalendarName = (typeof CALENDAR_NAMES)[number];

export function isCalendarName(name: string): name is CalendarName {
  return CALENDAR_NAMES.some((known) => known === name);
}

/** What people call an exchange, in upper case. */
const NICKNAMES: Readonly<Record<string, CalendarName>> = {
  NYSE: "XNYS",
  US: "XNYS",
  NASDAQ: "XNAS",
  TSX: "XTSE",
  LSE: "XLON",
  XETRA: "XETR",
  FRA: "XETR",
  EURONEXT: "XPAR",
  SIX: "XSWX",
  JPX: "XTKS",
  TSE: "XTKS",
  HKEX: "XHKG",
  SSE: "XSHG",
  ASX: "XASX",
  CME: "CMES",
  CRYPTO: "24/7",
  "247": "24/7",
};

/** The calendar that goes by another name elsewhere; null when the name is not known. */
export function calendarMeant(name: string): CalendarName | null {
  const upper = name.trim().toUpperCase();
  if (isCalendarName(upper)) return upper;
  return Object.hasOwn(NICKNAMES, upper) ? (NICKNAMES[upper] ?? null) : null;
}
