export const RUN_STATE_OPTIONS = [
  ["", "any state"],
  ["running", "running"],
  ["queued", "queued"],
  ["succeeded", "succeeded"],
  ["failed", "failed"],
  ["cancelled", "cancelled"],
  ["paused", "paused"],
] as const;

export const TRIGGER_OPTIONS = [
  ["", "started by any"],
  ["schedule", "schedule"],
  ["manual", "people"],
  ["backfill", "backfill"],
] as const;
