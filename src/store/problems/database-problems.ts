import type { ErrorCode } from "../../core/errors/error-codes.ts";

/**
 * What helps: `again` at once (somebody else was quicker), `wait` (it passes by itself, such as a restart),
 * `act` (somebody must do something first).
 */
export type Remedy = "again" | "wait" | "act";

/** A kind of thing that Postgres, or the way to it, refuses. */
export interface DatabaseProblem {
  readonly code: ErrorCode;
  readonly remedy: Remedy;
  /** One sentence without its full stop; the server's own words follow it. */
  readonly fact: string;
  readonly hint: string;
}

const AWAY = {
  code: "DB_UNREACHABLE",
  remedy: "wait",
  fact: "The database went away",
  hint: "Is Postgres running, and is the network up? Runs go on by themselves when it is back.",
} as const satisfies DatabaseProblem;

const LOGIN = {
  code: "DB_UNREACHABLE",
  remedy: "act",
  fact: "The database refuses the login",
  hint: "Check user, password and encryption in DATABASE_URL, and the server's pg_hba.conf.",
} as const satisfies DatabaseProblem;

const OVERLOADED = {
  code: "DB_OVERLOADED",
  remedy: "wait",
  fact: "The database has no room for this now",
  hint: "Try again when less is going on, or raise the limit that the message names.",
} as const satisfies DatabaseProblem;

const SCHEMA = {
  code: "DB_SCHEMA_MISMATCH",
  remedy: "act",
  fact: "The tables of Nightgrid are not as this version expects them",
  hint: "`nightgrid db start` creates what is missing, with a role that may. Was the schema dropped, or is DATABASE_URL another one?",
} as const satisfies DatabaseProblem;

const POOLED = {
  code: "DB_POOLED",
  remedy: "act",
  fact: "DATABASE_URL leads to a pooler that gives each transaction another connection",
  hint: "Give the address of Postgres itself, or a pool in session mode (pgbouncer: pool_mode = session).",
} as const satisfies DatabaseProblem;

const FAILED = {
  code: "DB_FAILED",
  remedy: "act",
  fact: "Postgres itself has failed",
  hint: "Its log says more. Look at the disk, the memory and the files of the server.",
} as const satisfies DatabaseProblem;

export const UNSUPPORTED = {
  code: "DB_UNSUPPORTED",
  remedy: "act",
  fact: "The server is too old",
  hint: "Nightgrid works with Postgres 14 to 18. Without DATABASE_URL, it brings its own.",
} as const satisfies DatabaseProblem;

/**
 * Every SQLSTATE that is no bug of ours, by its five characters or by its class (the first two).
 * What is not here (bad syntax, a broken constraint) is a bug and keeps its stack.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const PROBLEMS_BY_STATE: Readonly<Record<string, DatabaseProblem>> = {
  "08": AWAY,
  "25006": {
    code: "DB_READ_ONLY",
    remedy: "wait",
    fact: "The database is read-only now",
    hint: "During a fail-over that passes by itself. Else DATABASE_URL leads to a standby: looking works there, running does not.",
  },
  "25P03": AWAY,
  "25P04": OVERLOADED,
  "26000": POOLED,
  "28": LOGIN,
  "28P01": { ...LOGIN, hint: "The password was refused; check the one in DATABASE_URL." },
  "3D000": {
    ...LOGIN,
    fact: "The database is not there",
    hint: "That database does not exist; create it with `createdb`.",
  },
  "3F000": SCHEMA,
  "40001": { ...OVERLOADED, remedy: "again", hint: "Others changed the same rows at the same time. Try again." },
  "40P01": { ...OVERLOADED, remedy: "again", hint: "Others waited for the same rows. Try again." },
  "42501": {
    code: "DB_FORBIDDEN",
    remedy: "act",
    fact: "The role of DATABASE_URL lacks a right",
    hint: "See docs/database.md for the rights that looking and working need.",
  },
  "42703": SCHEMA,
  "42P01": SCHEMA,
  "42P05": POOLED,
  "53": OVERLOADED,
  "53100": {
    code: "DISK_FULL",
    remedy: "act",
    fact: "The disk of the database is full",
    hint: "Free some space and run it again: cells that were stored are not computed twice.",
  },
  "53200": { ...OVERLOADED, remedy: "act", hint: "The server is out of memory: give it more, or lower its work_mem." },
  "53300": {
    ...OVERLOADED,
    hint: "It has too many connections: start fewer workers, or raise max_connections. A worker takes up to 20 and one per slot.",
  },
  "55P03": { ...OVERLOADED, hint: "Another session holds a lock for longer than lock_timeout; see pg_locks." },
  "57014": { ...OVERLOADED, remedy: "act", hint: "It took longer than statement_timeout, or somebody cancelled it." },
  "57P01": AWAY,
  "57P02": AWAY,
  "57P03": AWAY,
  "57P04": {
    ...LOGIN,
    fact: "The database was dropped",
    hint: "Create it again with `createdb`, or correct DATABASE_URL.",
  },
  "57P05": AWAY,
  "58": FAILED,
  F0: FAILED,
  XX: FAILED,
};

/** What the driver and the network say without the server. */
export const AWAY_PROBLEM: DatabaseProblem = AWAY;
export const POOLED_PROBLEM: DatabaseProblem = POOLED;
