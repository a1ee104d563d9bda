import { AppError } from "../../../core/errors/app-error.ts";
import type { RunStatus } from "../../../core/names/states.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";

const FORMER_STATES = ["queued", "running", "completed", "failed", "cancelled"] as const;
export type FormerState = (typeof FORMER_STATES)[number];

/** A run is cancelled when nothing of it is left; until then the run manager would have said that it runs. */
export const FORMER_STATE: Readonly<Record<RunStatus, FormerState>> = {
  queued: "queued",
  paused: "queued",
  running: "running",
  cancelling: "running",
  failing: "running",
  succeeded: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** What a client of the run manager means by a state. @throws AppError USAGE */
export function statusesOf(text: string): readonly RunStatus[] {
  const state = FORMER_STATES.find((name) => name === text);
  const found = Object.entries(FORMER_STATE).flatMap(([status, name]) => (name === state ? [status as RunStatus] : []));
  if (found.length > 0) return found;
  throw new AppError("USAGE", `There is no run state "${text}".`, { hint: suggestName(text, FORMER_STATES) });
}

/** `2026-02-10T14:30:22`: UTC, and it does not say so. */
export function formerTime(at: Date): string {
  return at.toISOString().slice(0, 19);
}
