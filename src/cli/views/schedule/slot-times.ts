import { zoneOffsets } from "../../../core/time/zone-offsets.ts";
import type { Slot } from "../../../runs/schedule/slots.ts";

const MINUTE_MS = 60_000;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** What the clock of a zone shows at a moment. */
export interface LocalTime {
  /** `2026-11-01 01:30` */
  readonly local: string;
  /** `Sun` */
  readonly weekday: string;
  /** `-04:00` */
  readonly offset: string;
  /** `EDT`; the offset again where the zone has no such name. */
  readonly zone: string;
}

export function localTime(at: Date, timezone: string): LocalTime {
  const offset = zoneOffsets(timezone)(at.getTime());
  const shown = new Date(at.getTime() + offset);
  const names = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "short" }).formatToParts(at);
  return {
    local: shown.toISOString().slice(0, 16).replace("T", " "),
    weekday: WEEKDAYS[shown.getUTCDay()] ?? "",
    offset: offsetText(offset),
    zone: names.find(({ type }) => type === "timeZoneName")?.value ?? "",
  };
}

/** `Sun 2026-11-01 01:30 EDT` */
export function localText(at: Date, timezone: string): string {
  const { weekday, local, zone } = localTime(at, timezone);
  return `${weekday} ${local} ${zone}`;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE_MS;
  const [hours, rest] = [Math.floor(minutes / 60), Math.floor(minutes % 60)];
  return `${offsetMs < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

const CLOCK_TEXTS = {
  moved: "clocks go forward over its time: right after the change",
  first_of_two: "clocks go back: the first of two such times",
  second_of_two: "clocks go back: the second of two such times",
} as const;

/** What is special about a slot; `before` is the one before it, for a change of the clock between the two. */
export function slotNotes(slot: Slot, before: Date | null, timezone: string): readonly string[] {
  const offsetAt = zoneOffsets(timezone);
  const shift = before === null ? 0 : offsetAt(slot.at.getTime()) - offsetAt(before.getTime());
  const minutes = Math.abs(shift) / MINUTE_MS;
  return [
    ...(slot.clock === null ? [] : [CLOCK_TEXTS[slot.clock]]),
    ...(shift === 0
      ? []
      : [`DST: clocks went ${shift > 0 ? "forward" : "back"} ${minutes} minutes since the slot before`]),
    ...(slot.session === null || slot.session === localTime(slot.at, timezone).local.slice(0, 10)
      ? []
      : [`session of ${slot.session}`]),
    ...(slot.isEarlyClose ? ["early close"] : []),
  ];
}
