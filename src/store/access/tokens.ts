import type { Role } from "../../core/names/principal.ts";
import type { Connection } from "../connection/transaction.ts";

export interface TokenRow {
  readonly id: string;
  /** The part of it that may be seen: 8 characters. */
  readonly prefix: string;
  readonly name: string;
  readonly role: Role;
  /** Null: all. */
  readonly dags: readonly string[] | null;
  /** Null: made on the command line, or by who has no account. */
  readonly accountId: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const COLUMNS = `token.id, prefix, token.name, token.role, dags, account_id as "accountId", created_by as "createdBy",
  token.created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

export interface NewToken extends Pick<TokenRow, "prefix" | "name" | "role" | "dags" | "accountId" | "createdBy"> {
  readonly sha256: Buffer;
  readonly lifeMs: number;
}

export async function insertToken(connection: Connection, token: NewToken): Promise<TokenRow> {
  const { sha256, prefix, name, role, dags, accountId, createdBy, lifeMs } = token;
  const { rows } = await connection.query<TokenRow>({
    name: "insert-token",
    text: `insert into token (sha256, prefix, name, role, dags, account_id, created_by, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 ms') returning ${COLUMNS}`,
    values: [sha256, prefix, name, role, dags, accountId, createdBy, lifeMs],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("A token was not written");
  return row;
}

/** @param accountId null: of everybody. Those that are over too, the newest first. */
export async function listTokens(connection: Connection, accountId: string | null): Promise<readonly TokenRow[]> {
  const { rows } = await connection.query<TokenRow>({
    name: "list-tokens",
    text: `select ${COLUMNS} from token where $1::bigint is null or account_id = $1 order by token.id desc`,
    values: [accountId],
  });
  return rows;
}

/** @param accountId null: whosoever it is. @returns null when no token has that prefix */
export async function revokeToken(
  connection: Connection,
  prefix: string,
  accountId: string | null,
): Promise<TokenRow | null> {
  const { rows } = await connection.query<TokenRow>({
    name: "revoke-token",
    text: `update token set revoked_at = coalesce(revoked_at, now())
      where prefix = $1 and ($2::bigint is null or account_id = $2) returning ${COLUMNS}`,
    values: [prefix, accountId],
  });
  return rows[0] ?? null;
}

export interface LiveToken extends Pick<TokenRow, "id" | "name" | "role" | "dags"> {
  readonly sha256: Buffer;
  /** Of the account that it belongs to, at this moment; null for none. */
  readonly ownerRole: Role | null;
  /** Its last use was a minute ago, or more. */
  readonly isStale: boolean;
}

/** Null when it is over, or its account is disabled. */
export async function readLiveToken(connection: Connection, prefix: string): Promise<LiveToken | null> {
  const { rows } = await connection.query<LiveToken>({
    name: "read-live-token",
    text: `select token.id, token.sha256, token.name, token.role, dags, account.role as "ownerRole",
        (last_used_at is null or last_used_at < now() - interval '1 minute') as "isStale"
      from token left join account on account.id = token.account_id
      where prefix = $1 and revoked_at is null and expires_at > now() and account.disabled_at is null`,
    values: [prefix],
  });
  return rows[0] ?? null;
}

export async function markTokenUsed(connection: Connection, id: string): Promise<void> {
  await connection.query({
    name: "mark-token-used",
    text: "update token set last_used_at = now() where id = $1",
    values: [id],
  });
}
