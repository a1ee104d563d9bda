import type { Bars } from "../bars.ts";

/**
 * Columns beside the bars that say in which session of the market a bar lies. They are frozen with the bars, so that a calendar that
 * is corrected later changes no result, and their names are none that anybody can ask for. NaN for a bar in no session.
 */
export const SESSION_COLUMNS = {
  /** The day that the market names the session by, in days since 1970-01-01. */
  day: "session:day",
  /** That of the session after it, as it was planned; NaN where the calendar ends. */
  next: "session:next",
  /** Milliseconds UTC. The close is the planned one, which is known before the session begins. */
  open: "session:open",
  close: "session:close",
  /** The break of a session; both absent where the market has none. */
  pause: "session:pause",
  resume: "session:resume",
} as const;
type SessionField = keyof typeof SESSION_COLUMNS;

const REQUIRED = ["day", "next", "open", "close"] as const satisfies readonly SessionField[];
const NAMES: ReadonlySet<string> = new Set(Object.values(SESSION_COLUMNS));

export interface SessionTimes {
  readonly day: Float64Array;
  readonly next: Float64Array;
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly pause?: Float64Array;
  readonly resume?: Float64Array;
}

/** Null for bars without a calendar. */
export function sessionTimesOf({ extra = {} }: Pick<Bars, "extra">): SessionTimes | null {
  const found = (field: SessionField): Float64Array | undefined => extra[SESSION_COLUMNS[field]];
  const [day, next, open, close] = REQUIRED.map(found);
  if (day === undefined || next === undefined || open === undefined || close === undefined) return null;
  const [pause, resume] = [found("pause"), found("resume")];
  return { day, next, open, close, ...(pause && { pause }), ...(resume && { resume }) };
}

/** What a strategy reads beside the bars: the columns that the DAG file names. Undefined when there are none. */
export function namedExtra<T>(extra: Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> | undefined {
  if (extra === undefined || !Object.keys(extra).some((name) => NAMES.has(name))) return extra;
  const named = Object.entries(extra).filter(([name]) => !NAMES.has(name));
  return named.length === 0 ? undefined : Object.freeze(Object.fromEntries(named));
}
