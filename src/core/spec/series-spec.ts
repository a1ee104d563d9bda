/** What is kept of a cell besides its metrics. Each is a file of its own, of this name. */
export const SERIES_KINDS = ["equity", "trades", "positions", "daily_signals", "daily_weights", "daily_ic"] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];

/** Raised whenever a column of them gets another name or another meaning. */
export const SERIES_SCHEMA_VERSION = 1;
