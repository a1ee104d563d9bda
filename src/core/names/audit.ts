/**
 * What is written into the audit table: what people do to runs, DAGs and alarms, what rules of a DAG do in their place, and
 * who came in, was kept out, or was given what.
 */
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
  "login",
  "login_failed",
  "logout",
  "forbidden",
  "user_add",
  "user_role",
  "user_password",
  "user_disable",
  "user_enable",
  "session_end",
  "token_create",
  "token_revoke",
  "prune",
  "prices_fetch",
  "prices_cancel",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** From where it was done. */
export const ACT_ORIGINS = ["cli", "library", "api", "scheduler", "worker"] as const;
export type ActOrigin = (typeof ACT_ORIGINS)[number];

/** How somebody was known. `none`: they were not, as with a sign-in that failed. */
export const ACT_MEANS = ["session", "token", "proxy", "library", "cli", "none"] as const;
export type ActMeans = (typeof ACT_MEANS)[number];

/** Who does something, from where, and why. Texts are storable as they are: masked, and of one line. */
export interface Act {
  readonly by: string;
  readonly origin: ActOrigin;
  /** Null where nothing was said. */
  readonly reason: string | null;
  /** Of a request. Absent: from the command line, a library, or the system itself. */
  readonly request?: ActRequest;
}

/** The request by which somebody does something. */
export interface ActRequest {
  readonly how: ActMeans;
  /** IP address of the TCP peer, or of whom a trusted proxy names. */
  readonly address: string;
  readonly id: string;
}

/** Who does what the DAG file, and no person, asks for. */
export const SYSTEM = "nightgrid";
