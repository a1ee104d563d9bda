import { AppError } from "../../core/errors/app-error.ts";
import { AWAY_PROBLEM, type DatabaseProblem, PROBLEMS_BY_STATE } from "./database-problems.ts";

/** Said by the driver, which has no code for them. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying|Query read timeout)/;
/** A file that is missing has the same code as a server's socket that is missing; only the system call tells. */
const NETWORK_CALLS: ReadonlySet<unknown> = new Set(["connect", "getaddrinfo", "read", "write"]);
const NETWORK_CODES =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOENT|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES)$/;

/** What a thrown error says about the database; null when it says nothing about it, or is a bug. */
export function problemOf(thrown: unknown): DatabaseProblem | null {
  if (!(thrown instanceof Error) || isOfAnother(thrown)) return null;
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return problemOf(thrown.errors[0]);
  const state = sqlStateOf(thrown);
  if (state !== null) return PROBLEMS_BY_STATE[state] ?? PROBLEMS_BY_STATE[state.slice(0, 2)] ?? null;
  if (LOST.test(thrown.message) || isNetworkError(thrown)) return AWAY_PROBLEM;
  return thrown.cause === undefined ? null : problemOf(thrown.cause);
}

/** Waiting may help: a restart, a fail-over, a conflict, too many connections. */
export function passesByItself(thrown: unknown): boolean {
  const remedy = problemOf(thrown)?.remedy;
  return remedy === "wait" || remedy === "again";
}

/** The five characters by which Postgres names an error; null for errors of others. */
export function sqlStateOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || !("severity" in thrown)) return null;
  return typeof thrown.code === "string" && /^[0-9A-Z]{5}$/.test(thrown.code) ? thrown.code : null;
}

/** A source of prices, or a database that is not ours: it has the same causes, and says nothing of ours. */
function isOfAnother(error: Error): boolean {
  return error instanceof AppError && error.code.startsWith("SOURCE_");
}

function isNetworkError(error: Error): boolean {
  if (!("code" in error) || !("syscall" in error)) return false;
  return NETWORK_CALLS.has(error.syscall) && NETWORK_CODES.test(String(error.code));
}
