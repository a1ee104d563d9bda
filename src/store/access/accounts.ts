import type { Role } from "../../core/names/principal.ts";
import type { Connection } from "../connection/transaction.ts";

/** Who vouches for accounts with a password of ours. */
export const LOCAL = "local";

export interface AccountRow {
  readonly id: string;
  /** `local`, or the issuer of an identity provider. */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly hasPassword: boolean;
  /** Of its latest session, if one is left. */
  readonly seenAt: Date | null;
}

const COLUMNS = `id, issuer, subject, name, role, created_at as "createdAt", disabled_at as "disabledAt",
  password_hash is not null as "hasPassword",
  (select max(seen_at) from session where account_id = account.id) as "seenAt"`;

export async function listAccounts(connection: Connection): Promise<readonly AccountRow[]> {
  const { rows } = await connection.query<AccountRow>({
    name: "list-accounts",
    text: `select ${COLUMNS} from account order by name`,
  });
  return rows;
}

/** By the name that people have for them; null when there is none. */
export async function readAccount(connection: Connection, name: string): Promise<AccountRow | null> {
  const { rows } = await connection.query<AccountRow>({
    name: "read-account",
    text: `select ${COLUMNS} from account where name = $1`,
    values: [name],
  });
  return rows[0] ?? null;
}

/** By who vouches for them, and what that one calls them. */
export async function readVouchedAccount(
  connection: Connection,
  { issuer, subject }: Pick<AccountRow, "issuer" | "subject">,
): Promise<AccountRow | null> {
  const { rows } = await connection.query<AccountRow>({
    name: "read-vouched-account",
    text: `select ${COLUMNS} from account where issuer = $1 and subject = $2`,
    values: [issuer, subject],
  });
  return rows[0] ?? null;
}

/** The PHC string of an account that may sign in with a password; null for every other. */
export async function readPasswordHash(
  connection: Connection,
  name: string,
): Promise<{ readonly id: string; readonly hash: string } | null> {
  const { rows } = await connection.query<{ id: string; hash: string }>({
    name: "read-password-hash",
    text: `select id, password_hash as hash from account
      where name = $1 and disabled_at is null and password_hash is not null`,
    values: [name],
  });
  return rows[0] ?? null;
}

export interface NewAccount extends Pick<AccountRow, "issuer" | "subject" | "name" | "role"> {
  readonly passwordHash: string | null;
}

/** @returns its id; null when the name, or the subject, is taken */
export async function insertAccount(connection: Connection, account: NewAccount): Promise<string | null> {
  const { issuer, subject, name, role, passwordHash } = account;
  const { rows } = await connection.query<{ id: string }>({
    name: "insert-account",
    text: `insert into account (issuer, subject, name, role, password_hash) values ($1, $2, $3, $4, $5)
      on conflict do nothing returning id`,
    values: [issuer, subject, name, role, passwordHash],
  });
  return rows[0]?.id ?? null;
}

export async function setAccountRole(connection: Connection, id: string, role: Role): Promise<void> {
  await connection.query({
    name: "set-account-role",
    text: "update account set role = $2 where id = $1",
    values: [id, role],
  });
}

export async function setPasswordHash(connection: Connection, id: string, hash: string): Promise<void> {
  await connection.query({
    name: "set-password-hash",
    text: "update account set password_hash = $2 where id = $1",
    values: [id, hash],
  });
}

export async function setAccountDisabled(connection: Connection, id: string, isDisabled: boolean): Promise<void> {
  await connection.query({
    name: "set-account-disabled",
    text: "update account set disabled_at = case when $2 then coalesce(disabled_at, now()) end where id = $1",
    values: [id, isDisabled],
  });
}

/** True when somebody can sign in as an admin with a password. */
export async function hasLocalAdmin(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query<{ found: boolean }>({
    name: "has-local-admin",
    text: `select exists (select from account
      where role = 'admin' and disabled_at is null and password_hash is not null) as found`,
  });
  return rows[0]?.found ?? false;
}

/** True when somebody can sign in with a password. */
export async function hasPasswords(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query<{ found: boolean }>({
    name: "has-passwords",
    text: "select exists (select from account where disabled_at is null and password_hash is not null) as found",
  });
  return rows[0]?.found ?? false;
}
