import { Client, DatabaseError } from "pg";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { RowsPage, RowsQuery } from "../../core/values/foreign-rows.ts";
import { maskDatabaseUrl } from "../connection/database-url.ts";

const CONNECT_MS = 10_000;
/** So that places in messages of Postgres count from where the query begins. */
const DECLARE = "declare nightgrid_rows no scroll cursor for\n";
/** Numerics keep their digits, and times their zone: nothing is made of the text. */
const AS_TEXT = { getTypeParser: () => String };

/**
 * The rows of a query that somebody else wrote, in pages: over a connection of its own, in one transaction that cannot write, by a cursor,
 * which takes what reads and nothing else. It is given up after its time, and when the reader goes away.
 *
 * @throws AppError SOURCE_UNREACHABLE, SOURCE_KEY_REFUSED, SOURCE_REFUSED; the signal's reason
 */
export async function* queryRows(query: RowsQuery): AsyncGenerator<RowsPage, void, undefined> {
  const { url, text, values, timeoutMs, pageRows, signal } = query;
  signal.throwIfAborted();
  const client = connection(query);
  // Without a listener, a server that goes away would end the process; who waits for an answer hears of it.
  client.on("error", ignore);
  const leave = (): void => void client.end().catch(ignore);
  signal.addEventListener("abort", leave, { once: true });
  try {
    await client.connect();
    await client.query(
      `begin transaction isolation level repeatable read read only;
       set local statement_timeout to ${Math.trunc(timeoutMs)};
       set local timezone to 'UTC'; set local datestyle to 'ISO, YMD'; set local intervalstyle to 'postgres';
       set local extra_float_digits to 1; set local bytea_output to 'hex'`,
    );
    await client.query(DECLARE + text, [...values]);
    for (let isLast = false; !isLast; ) {
      signal.throwIfAborted();
      const page = await client.query<(string | null)[]>({
        text: `fetch ${Math.trunc(pageRows)} from nightgrid_rows`,
        rowMode: "array",
      });
      isLast = page.rows.length < pageRows;
      yield { names: page.fields.map(({ name }) => name), rows: page.rows, isLast };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : explained(error, query, url);
  } finally {
    signal.removeEventListener("abort", leave);
    await client.end().catch(ignore);
  }
}

function connection({ url, source, timeoutMs }: RowsQuery): Client {
  try {
    return new Client({
      connectionString: url,
      application_name: "nightgrid source",
      connectionTimeoutMillis: CONNECT_MS,
      // The server's own limit comes first; this one is for a server that says nothing any more.
      query_timeout: Math.trunc(timeoutMs) + CONNECT_MS,
      keepAlive: true,
      types: AS_TEXT,
    });
  } catch {
    // What cannot be read is not repeated: it may hold a password.
    throw new AppError("SETTING_INVALID", `${source}: the address of its database cannot be read`, {
      hint: "Write it as postgres://user:password@host:5432/database.",
    });
  }
}

function ignore(): void {}

/** By SQLSTATE: the login, what passes by itself, and what is wrong with the query. */
function explained(error: unknown, { source, timeoutMs }: RowsQuery, url: string): AppError {
  const where = maskDatabaseUrl(url);
  if (!(error instanceof DatabaseError)) {
    const message = `${source}: ${where} cannot be reached: ${messageOf(error)}`;
    return new AppError("SOURCE_UNREACHABLE", message, {
      hint: "It may pass. What was fetched before is kept.",
      cause: error,
    });
  }
  const { code = "", message } = error;
  if (/^28|^3D/.test(code)) {
    return new AppError("SOURCE_KEY_REFUSED", `${source}: ${where} refuses the login: ${message}`, {
      hint: "Check the address in its environment variable.",
      cause: error,
    });
  }
  if (code === "57014") {
    return new AppError(
      "SOURCE_REFUSED",
      `${source}: its query took longer than ${timeoutMs / 1000} seconds and was given up`,
      {
        hint: "Look at its plan and indexes, ask for a shorter span, or raise its timeout.",
        cause: error,
      },
    );
  }
  if (/^(08|53|57|40)/.test(code)) {
    return new AppError("SOURCE_UNREACHABLE", `${source}: ${where}: ${message} (${code})`, {
      hint: "It may pass. What was fetched before is kept.",
      cause: error,
    });
  }
  return new AppError(
    "SOURCE_REFUSED",
    `${source}: Postgres refuses its query: ${message} (${code})${placeOf(error)}`,
    {
      hint: hintOf(error),
      cause: error,
    },
  );
}

function hintOf({ code = "", hint }: DatabaseError): string {
  if (code === "25006" || code === "0A000") return "A query of a source only reads: it is one select.";
  if (code === "42501") return "Grant its role select on what the query reads.";
  if (code === "42883" || code === "42804") {
    return "$symbol is text, $from and $to are timestamptz: cast them to what the column is, such as $symbol::int.";
  }
  return hint ?? "Try the query in psql; $symbol is text, $from and $to are timestamptz.";
}

/** Postgres counts characters from 1, ours included. */
function placeOf({ position }: DatabaseError): string {
  const at = Number(position) - DECLARE.length;
  return Number.isFinite(at) && at > 0 ? `, at character ${at} of the query` : "";
}
