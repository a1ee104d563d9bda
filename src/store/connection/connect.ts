import { setTimeout as delay } from "node:timers/promises";
import { type ClientBase, Pool, types } from "pg";
import { AppError } from "../../core/errors/app-error.ts";
import { maskDatabaseUrl } from "./database-url.ts";
import { NotWritable, readSession, refuseOldServer } from "../problems/session-facts.ts";
import { reasonOf } from "../problems/explain-database-error.ts";
import { problemOf } from "../problems/problem-of.ts";
import { refuseTransactionPooling } from "../problems/transaction-pooling.ts";
import { DEFAULT_SCHEMA, quoteSchema } from "./schema-name.ts";
import { StorableClient } from "./storable-client.ts";

export interface ConnectOptions {
  /** Any URL that libpq knows; `?host=/folder` means a Unix socket. */
  readonly url: string;
  /** Where our tables live; unqualified names in SQL resolve to it alone. Default `nightgrid`. */
  readonly schema?: string;
  /** Largest number of connections. Default 10. */
  readonly maxConnections?: number;
  /** Given up by the server after this long. Default 60,000 (one minute); 0 is for ever. */
  readonly statementTimeoutMs?: number;
  /**
   * A transaction of ours that says nothing for so long is ended by the server, and its locks are free: its process stands still, or its
   * host is gone without a word. Default 15,000.
   */
  readonly idleTransactionMs?: number;
  /** How long the first connection may take. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** Shown in `pg_stat_activity`. Default `nightgrid`. */
  readonly applicationName?: string;
  /**
   * Takes no connection through which nothing can be written, as libpq's `target_session_attrs=read-write`: one that was
   * made during a fail-over would stay read-only for as long as it lives. Default false.
   */
  readonly isWriter?: boolean;
  /** Hears of connections that broke while idle, such as when the server restarts. The pool replaces them by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * A pool that was seen to work: one connection has been made when it returns.
 *
 * Values come as plain as they are stored: `date` is the text `YYYY-MM-DD` (pg's own
 * default, midnight in the host's zone, shifts days), `int8` and `numeric` are decimal
 * strings (ids stay exact; cast counts with `::int` or `::float8` in the query),
 * `timestamptz` is a `Date`, `json` is parsed. The parsers belong to this pool only.
 *
 * A server that is starting up, or recovering, is waited for.
 *
 * @throws AppError DB_UNREACHABLE when nobody answers, or the login or database is refused
 * @throws AppError DB_OVERLOADED, DB_READ_ONLY, DB_UNSUPPORTED, DB_POOLED
 */
export async function connect(options: ConnectOptions): Promise<Pool> {
  refuseForeignUrl(options.url);
  const setUp = setUpStatement(options);
  let isPooled = false;
  const inspect = async (client: ClientBase): Promise<void> => {
    const session = await readSession(client, setUp);
    refuseOldServer(session);
    if (options.isWriter === true && session.isReadOnly) throw new NotWritable();
    isPooled ||= session.isPooled;
  };
  // The pool waits for the promise, though its types don't say so.
  const onConnect = (client: ClientBase): unknown => inspect(client);
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    application_name: options.applicationName ?? "nightgrid",
    keepAlive: true,
    Client: StorableClient,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
    onConnect,
  });
  const onLost = options.onConnectionLost ?? ignore;
  // Without a listener, a server restart would end the process.
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  try {
    await firstConnection(pool);
    // A pool of one has no second connection to compare with.
    if (isPooled && pool.options.max > 1) await refuseTransactionPooling(pool, options.url);
    return pool;
  } catch (error) {
    await pool.end();
    throw error instanceof AppError ? error : unreachable(options.url, error);
  }
}

const STARTING_UP = "57P03";
const START_UP_LIMIT_MS = 30_000;
const START_UP_POLL_MS = 100;

async function firstConnection(pool: Pool): Promise<void> {
  const deadline = performance.now() + START_UP_LIMIT_MS;
  for (;;) {
    try {
      await pool.query("select 1");
      return;
    } catch (error) {
      if (codeOf(error) !== STARTING_UP || performance.now() > deadline) throw error;
      await delay(START_UP_POLL_MS);
    }
  }
}

/** The driver would take any text for the name of a host. What is no URL is not repeated: it may hold a password. */
function refuseForeignUrl(url: string): void {
  if (/^(postgres|postgresql|socket):/i.test(url)) {
    // With a bare slash in the password, the driver would take a piece of it for the host, and name it.
    if (!/^[^/?#]*\/\/[^/?#]*[/?#][^=]*@/.test(url)) return;
    throw new AppError("DB_UNREACHABLE", `The database URL ${maskDatabaseUrl(url)} cannot be read.`, {
      hint: "Write special signs of user and password URL-encoded: / is %2F, ? is %3F, # is %23, @ is %40.",
    });
  }
  throw new AppError("DB_UNREACHABLE", "The database URL is none of Postgres.", {
    hint: "DATABASE_URL looks like postgres://user:password@host:5432/database. Without it, Nightgrid brings its own Postgres.",
  });
}

/**
 * Sent on every new connection, since a `-c` in the URL's own `options` would hide ours. Every call is planned for its own values: a
 * plan that Postgres keeps after five small runs made a fan of 10,000 tasks take ten times as long.
 */
function setUpStatement(options: ConnectOptions): string {
  const timeoutMs = Math.trunc(options.statementTimeoutMs ?? 60_000);
  const schema = quoteSchema(options.schema ?? DEFAULT_SCHEMA);
  const idleMs = Math.trunc(options.idleTransactionMs ?? 15_000);
  return [
    `set search_path to ${schema}`,
    `set statement_timeout to ${timeoutMs}`,
    `set idle_in_transaction_session_timeout to ${idleMs}`,
    "set plan_cache_mode to force_custom_plan",
  ].join("; ");
}

const DATE_TYPE = 1082;

function parserOf(typeId: number, format?: "text" | "binary"): (value: string) => unknown {
  return typeId === DATE_TYPE ? String : types.getTypeParser(typeId, format);
}

function ignore(): void {}

const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Is Postgres running there, and is the port right?",
  ENOENT: "There is no server socket in that folder.",
  ENOTFOUND: "No host of that name; check the spelling.",
  EAI_AGAIN: "The host name could not be looked up; check the network.",
  ETIMEDOUT: "The host does not answer; check the network and its firewall.",
};

function unreachable(url: string, error: unknown): AppError {
  const code = codeOf(error);
  const problem = problemOf(error);
  const hint = HINTS[code] ?? (problem?.code === "DB_UNREACHABLE" && problem.remedy === "wait" ? null : problem?.hint);
  const message = `Postgres at ${maskDatabaseUrl(url)} cannot be used: ${reasonOf(error)}`;
  return new AppError(problem?.code ?? "DB_UNREACHABLE", message, {
    hint: hint ?? "Check DATABASE_URL. Without it, Nightgrid brings its own Postgres.",
    cause: error,
    details: { code },
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
