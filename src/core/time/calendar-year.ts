export const DAY_MS = 86_400_000;

/** Days of a year on the calendar, leap years included. */
export const YEAR_DAYS = 365.25;

export const YEAR_MS = YEAR_DAYS * DAY_MS;

/** Of most stock markets, holidays left out. */
export const TRADING_DAYS = 252;
