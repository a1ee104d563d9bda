import { DAY_MS } from "../../core/time/calendar-year.ts";
import { parseDurationMs } from "../../core/time/duration.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { SESSION_ANCHORS, type SessionMoment } from "../dag-spec.ts";

const LONGEST_OFFSET_MS = 7 * DAY_MS;

/** `close`, `close + 30m`, `open - 1h 30m`, `16:45`; or what is wrong with the text. */
export function parseSessionMoment(text: string): SessionMoment | { readonly problem: string; readonly hint: string } {
  const minutes = parseClock(text);
  if (minutes !== null) return { kind: "clock", minutes };
  const [, word = "", sign, duration = ""] = /^\s*([A-Za-z_]+)\s*(?:([+-])\s*(.+?))?\s*$/.exec(text) ?? [];
  const anchor = SESSION_ANCHORS.find((known) => known === word);
  if (anchor === undefined) return { problem: `"${text}" is no moment of a session.`, hint: anchorHint(word) };
  if (sign === undefined) return { kind: "anchor", anchor, offsetMs: 0 };
  const size = sumOfDurations(duration);
  if (size === null) {
    return {
      problem: `"${duration}" is no duration.`,
      hint: `Write a number and a unit, such as ${anchor} ${sign} 30m.`,
    };
  }
  if (size > LONGEST_OFFSET_MS) {
    return { problem: `"${duration}" is more than a week from the session.`, hint: "At most 7d." };
  }
  return { kind: "anchor", anchor, offsetMs: sign === "-" && size > 0 ? -size : size };
}

/** `08:30` in minutes after midnight; null when the text is no clock time. */
export function parseClock(text: string): number | null {
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

function sumOfDurations(text: string): number | null {
  const parts = text.match(/\d+(?:\.\d+)?[A-Za-z]+/g) ?? [];
  if (parts.length === 0 || parts.join("") !== text.replaceAll(/\s+/g, "")) return null;
  const sizes = parts.map(parseDurationMs);
  return sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

function anchorHint(word: string): string {
  const ways = `Write ${SESSION_ANCHORS.join(", ")}, sooner or later by a duration as in close + 30m, or a clock time such as "16:45".`;
  return word === "" ? ways : suggestName(word, SESSION_ANCHORS, { always: ways });
}

/** `close + 30m`, as `at` is written. */
export function formatSessionMoment(at: SessionMoment): string {
  if (at.kind === "clock") return formatClock(at.minutes);
  return at.offsetMs === 0 ? at.anchor : `${at.anchor} ${at.offsetMs < 0 ? "-" : "+"} ${units(Math.abs(at.offsetMs))}`;
}

/** `08:30` */
export function formatClock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

const UNITS = [
  ["d", DAY_MS],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

function units(durationMs: number): string {
  let rest = durationMs;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.join(" ");
}
