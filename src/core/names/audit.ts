/** What is written into the audit table: what people do to runs, DAGs and alarms, and what rules of a DAG do in their place. */
export const AUDIT_ACTIONS = [
  "start",
  "cancel",
  "pause",
  "unpause",
  "retry",
  "clear",
  "rerun",
  "backfill",
  "backfill_cancel",
  "backfill_resume",
  "ack",
  "ack_ended",
  "mute",
  "mute_ended",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** From where it was done. */
export const ACT_ORIGINS = ["cli", "library", "api", "scheduler", "worker"] as const;
export type ActOrigin = (typeof ACT_ORIGINS)[number];

/** Who does something, from where, and why. Texts are storable as they are: masked, and of one line. */
export interface Act {
  readonly by: string;
  readonly origin: ActOrigin;
  /** Null where nothing was said. */
  readonly reason: string | null;
}

/** Who does what the DAG file, and no person, asks for. */
export const SYSTEM = "nightgrid";
