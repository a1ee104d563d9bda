import type { Role } from "../../core/names/principal.ts";
import type { Connection } from "../connection/transaction.ts";

/** Who a session speaks for: an account, or nobody's (a one-time link) with a role of its own. */
export type SessionOwner =
  | { readonly accountId: string }
  | { readonly accountId: null; readonly name: string; readonly role: Role };

export interface NewSession {
  /** Of its secret. */
  readonly sha256: Buffer;
  readonly owner: SessionOwner;
  readonly address: string | null;
  readonly agent: string | null;
}

/** @returns its id */
export async function insertSession(connection: Connection, session: NewSession): Promise<string> {
  const { sha256, owner, address, agent } = session;
  const { name = null, role = null } = owner.accountId === null ? owner : {};
  const { rows } = await connection.query<{ id: string }>({
    name: "insert-session",
    text: `insert into session (sha256, account_id, name, role, address, agent)
      values ($1, $2, $3, $4, $5, $6) returning id`,
    values: [sha256, owner.accountId, name, role, address, agent],
  });
  return rows[0]?.id ?? "";
}

/** How long sessions live, in milliseconds: since they were last used, and in all. */
export interface SessionAges {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

const IS_LIVE = `session.seen_at > now() - $1 * interval '1 ms' and session.created_at > now() - $2 * interval '1 ms'`;

export interface LiveSession {
  readonly id: string;
  /** Null: nobody's. */
  readonly accountId: string | null;
  readonly name: string;
  readonly role: Role;
}

/** Of a secret; null when it is over, or its account is disabled. The role is that of this moment. */
export async function readLiveSession(
  connection: Connection,
  sha256: Buffer,
  { idleMs, absoluteMs }: SessionAges,
): Promise<LiveSession | null> {
  const { rows } = await connection.query<LiveSession & { isStale: boolean }>({
    name: "read-live-session",
    text: `select session.id, account.id as "accountId", coalesce(account.name, session.name) as name,
        coalesce(account.role, session.role) as role, session.seen_at < now() - interval '1 minute' as "isStale"
      from session left join account on account.id = session.account_id
      where session.sha256 = $3 and ${IS_LIVE} and account.disabled_at is null`,
    values: [idleMs, absoluteMs, sha256],
  });
  const [row] = rows;
  if (row === undefined) return null;
  // Not with each request: a write for each read.
  if (row.isStale) await markSeen(connection, row.id);
  const { id, accountId, name, role } = row;
  return { id, accountId, name, role };
}

async function markSeen(connection: Connection, id: string): Promise<void> {
  await connection.query({
    name: "mark-session-seen",
    text: "update session set seen_at = now() where id = $1",
    values: [id],
  });
}

export interface SessionRow extends LiveSession {
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Those that are live, the last used first. @param accountId null: of everybody */
export async function listSessions(
  connection: Connection,
  accountId: string | null,
  { idleMs, absoluteMs }: SessionAges,
): Promise<readonly SessionRow[]> {
  const { rows } = await connection.query<SessionRow>({
    name: "list-sessions",
    text: `select session.id, account.id as "accountId", coalesce(account.name, session.name) as name,
        coalesce(account.role, session.role) as role, session.created_at as "createdAt", session.seen_at as "seenAt",
        session.address, session.agent
      from session left join account on account.id = session.account_id
      where ${IS_LIVE} and account.disabled_at is null and ($3::bigint is null or session.account_id = $3)
      order by session.seen_at desc, session.id desc`,
    values: [idleMs, absoluteMs, accountId],
  });
  return rows;
}

/** @returns who it was of; null when it was over already */
export async function deleteSessionBySecret(connection: Connection, sha256: Buffer): Promise<string | null> {
  const { rows } = await connection.query<{ id: string }>({
    name: "delete-session-by-secret",
    text: "delete from session where sha256 = $1 returning id",
    values: [sha256],
  });
  return rows[0]?.id ?? null;
}

/** @param accountId null: whosoever it is. @returns false when there is no such session */
export async function deleteSession(connection: Connection, id: string, accountId: string | null): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "delete-session",
    text: "delete from session where id = $1 and ($2::bigint is null or account_id = $2)",
    values: [id, accountId],
  });
  return rowCount === 1;
}

/** @param except this one stays; null: none does. @returns how many ended */
export async function deleteSessionsOf(
  connection: Connection,
  accountId: string,
  except: Buffer | null,
): Promise<number> {
  const { rowCount } = await connection.query({
    name: "delete-sessions-of",
    text: "delete from session where account_id = $1 and ($2::bytea is null or sha256 <> $2)",
    values: [accountId, except],
  });
  return rowCount ?? 0;
}

/** What nobody can use any more. */
export async function deleteDeadSessions(connection: Connection, { idleMs, absoluteMs }: SessionAges): Promise<void> {
  await connection.query({
    name: "delete-dead-sessions",
    text: `delete from session where not (${IS_LIVE})`,
    values: [idleMs, absoluteMs],
  });
}
