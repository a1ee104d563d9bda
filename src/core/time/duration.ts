import { DAY_MS } from "./calendar-year.ts";

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS } as const;
type Unit = keyof typeof UNIT_MS;

export const DURATION_PATTERN = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d|w|D)$";

/** `30s`, `2h`, `365d`, `365D`, `500ms` in milliseconds; null when the text is no duration. */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w|D)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const unit = match[2].toLowerCase() as Unit;
  return Number(match[1]) * UNIT_MS[unit];
}

/** Whether a value that was written is a duration above 0. */
export function isDuration(value: unknown): boolean {
  return typeof value === "string" && (parseDurationMs(value) ?? 0) > 0;
}

/** `1h 05m`, `12.3s`, `850ms`: for people. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)}ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)}s`;
  const totalSeconds = Math.round(durationMs / 1000);
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  const seconds = totalSeconds % 60;
  return hours > 0 ? `${hours}h ${twoDigits(minutes)}m` : `${minutes}m ${twoDigits(seconds)}s`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
