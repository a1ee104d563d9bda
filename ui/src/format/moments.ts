/** How much of a moment is written. */
export const PRECISIONS = ["day", "minute", "second", "millisecond"] as const;
export type Precision = (typeof PRECISIONS)[number];

const LENGTH: Readonly<Record<Precision, number>> = { day: 10, minute: 16, second: 19, millisecond: 23 };
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * `2026-11-29 03:30`, as the clocks of the zone show it: sortable, and the same for a reader from anywhere.
 * @param zone IANA name; one that the browser does not know counts as UTC
 */
export function formatMoment(at: number, zone: string, precision: Precision): string {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second, fractionalSecond } = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}.${fractionalSecond}`.slice(0, LENGTH[precision]);
}

/** `EST`, `GMT+1`: what the zone calls itself at that moment. */
export function zoneLabel(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: knownZone(zone), timeZoneName: "short" });
  return format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: knownZone(zone),
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  });
  formats.set(zone, format);
  return format;
}

function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
