import { suggestName } from "../../core/text/suggest-name.ts";

let zones: ReadonlySet<string> | null = null;

/** The list has one name per zone; asking Intl for others (UTC, US/Eastern) takes 0.3 ms each. */
export function isZone(name: string): boolean {
  zones ??= new Set(Intl.supportedValuesOf("timeZone"));
  if (zones.has(name)) return true;
  // Intl also takes offsets such as "+05:00", which have no daylight saving: not what a schedule means.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** How to write one, or the zone that was most likely meant. */
export function zoneHint(wrong: string): string {
  return suggestName(wrong, Intl.supportedValuesOf("timeZone"), {
    otherwise: "Use an IANA name such as America/New_York or UTC.",
  });
}
