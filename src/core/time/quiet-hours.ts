/** A part of the day in which messages wait. Its days are those on which it begins. */
export interface QuietHours {
  /** Minutes after midnight, 0…1439, on the clock of the zone. */
  readonly fromMinute: number;
  /** 1…1440. At most `fromMinute`: on the next day. */
  readonly toMinute: number;
  /** IANA zone. */
  readonly timezone: string;
  /** 0 is Sunday. Never empty. */
  readonly days: readonly number[];
}

const MINUTE_MS = 60_000;
/** Offsets of zones change, and differ, by whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MINUTES = 1440;
const LONGEST_MS = 8 * DAY_MINUTES * MINUTE_MS;

/**
 * When the quiet hours end that `now` lies in; null outside of them. What counts is the clock on the wall: an hour that
 * daylight saving repeats is quiet twice, one that it skips is not waited for.
 *
 * @throws RangeError when they never end
 */
export function quietUntil({ now, hours }: { readonly now: Date; readonly hours: QuietHours }): Date | null {
  const format = wallClock(hours.timezone);
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let time = start; time <= start + LONGEST_MS; ) {
    const quarterEnd = (Math.floor(time / QUARTER_MS) + 1) * QUARTER_MS;
    const wall = wallTime(time, format);
    for (let minute = 0; time + minute * MINUTE_MS < quarterEnd; minute++) {
      const end = time + minute * MINUTE_MS;
      if (!isQuiet({ ...wall, minute: wall.minute + minute }, hours)) return end === start ? null : new Date(end);
    }
    time = quarterEnd;
  }
  throw new RangeError("These quiet hours never end");
}

interface WallTime {
  /** 0 is Sunday. */
  readonly day: number;
  readonly minute: number;
}

function isQuiet({ day, minute }: WallTime, { fromMinute, toMinute, days }: QuietHours): boolean {
  const isOvernight = toMinute <= fromMinute;
  const beganToday = minute >= fromMinute && (isOvernight || minute < toMinute) && days.includes(day);
  return beganToday || (isOvernight && minute < toMinute && days.includes((day + 6) % 7));
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function wallTime(time: number, format: Intl.DateTimeFormat): WallTime {
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const { weekday = "", hour = "", minute = "" } = parts;
  return { day: WEEKDAYS.indexOf(weekday), minute: Number(hour) * 60 + Number(minute) };
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}
