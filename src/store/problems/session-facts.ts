import type { ClientBase } from "pg";
import { AppError } from "../../core/errors/app-error.ts";
import { UNSUPPORTED } from "./database-problems.ts";

/** What a new connection turns out to be. */
export interface SessionFacts {
  readonly version: string;
  /** Such as 140011 for 14.11. */
  readonly versionNumber: number;
  /** Of a standby, or by `default_transaction_read_only`. */
  readonly isReadOnly: boolean;
  /** Something stands between us and Postgres: the process that was announced is not the one that answers. */
  readonly isPooled: boolean;
}

interface FactRow {
  readonly version: string;
  readonly version_number: number;
  readonly read_only: boolean;
  readonly pid: number;
}

const FACTS = `select current_setting('server_version') as version,
  current_setting('server_version_num')::int as version_number,
  current_setting('transaction_read_only')::bool as read_only, pg_backend_pid() as pid`;

/** Runs `setUp` (statements without values) and looks where it ran, in one round trip. */
export async function readSession(client: ClientBase, setUp: string): Promise<SessionFacts> {
  // Several statements give a list of results, though the types don't say so.
  const answer: unknown = await client.query(`${setUp}; ${FACTS}`);
  const last = (answer as readonly { readonly rows: readonly FactRow[] }[]).at(-1)?.rows[0];
  if (last === undefined) throw new Error("The server does not say what it is");
  const announced = "processID" in client ? client.processID : last.pid;
  return {
    version: last.version,
    versionNumber: last.version_number,
    isReadOnly: last.read_only,
    isPooled: announced !== last.pid,
  };
}

const OLDEST = 140_000;

/** @throws AppError DB_UNSUPPORTED */
export function refuseOldServer({ version, versionNumber }: Pick<SessionFacts, "version" | "versionNumber">): void {
  if (versionNumber >= OLDEST) return;
  throw new AppError(UNSUPPORTED.code, `${UNSUPPORTED.fact}: it is Postgres ${version}`, { hint: UNSUPPORTED.hint });
}

/** Looks like what the server would have said to the first write. */
export class NotWritable extends Error {
  readonly code = "25006";
  readonly severity = "ERROR";

  constructor() {
    super("it takes no writes (a standby, or default_transaction_read_only)");
  }
}
