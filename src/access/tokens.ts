import { randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import { DAY_MS } from "../core/time/calendar-year.ts";
import { includesRole, lesserRole, type Principal, type Role } from "../core/names/principal.ts";
import { insertToken, markTokenUsed, readLiveToken, revokeToken, type TokenRow } from "../store/access/tokens.ts";
import { recordAct } from "../store/actions/audit.ts";
import { type Connection, type Database, inTransaction } from "../store/connection/transaction.ts";
import { digestOf, newSecret } from "./secrets.ts";

/** Days. */
export const LONGEST_TOKEN_DAYS = 366;
const PREFIX_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
const TOKEN = /^ng_([0-9a-z]{8})_([A-Za-z0-9_-]{43})$/;

export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  /** Null: all. */
  readonly dags: readonly string[] | null;
  /** 1 to 366. */
  readonly days: number;
}

/** Who makes a token: with the account it ends; null: whoever may write to the database, as the command line does. */
export interface TokenMaker {
  readonly accountId: string | null;
  readonly role: Role;
}

/** Shown once: what is kept of it is its SHA-256. */
export interface CreatedToken {
  readonly token: string;
  readonly row: TokenRow;
}

/** @throws AppError USAGE for a life that is too long, FORBIDDEN for more than the maker may */
export async function createToken(
  database: Database,
  request: TokenRequest,
  maker: TokenMaker,
  act: Act,
): Promise<CreatedToken> {
  const { name, role, dags, days } = request;
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_TOKEN_DAYS) {
    throw new AppError("USAGE", `A token lives 1 to ${LONGEST_TOKEN_DAYS} days, not ${days}.`);
  }
  if (name.trim() === "" || name.length > 100) {
    throw new AppError("USAGE", "A token needs a name of at most 100 characters.", {
      hint: "Name what will use it, such as grafana.",
    });
  }
  if (!includesRole(maker.role, role)) {
    throw new AppError("FORBIDDEN", `A token may no more than who makes it: ${maker.role}, not ${role}.`);
  }
  const prefix = randomPrefix();
  const token = `ng_${prefix}_${newSecret()}`;
  const row = await inTransaction(database, async (transaction) => {
    const owner = { accountId: maker.accountId, createdBy: act.by };
    const shown = { prefix, name, role, dags, lifeMs: days * DAY_MS };
    const made = await insertToken(transaction, { ...shown, ...owner, sha256: digestOf(token) });
    const details = { name, role, dags, days };
    await recordAct(transaction, { action: "token_create", dagId: null, target: prefix, details }, act);
    return made;
  });
  return { token, row };
}

/** @param accountId null: whosoever it is. @throws AppError TOKEN_NOT_FOUND */
export async function endToken(
  database: Database,
  { prefix, accountId }: { readonly prefix: string; readonly accountId: string | null },
  act: Act,
): Promise<TokenRow> {
  return inTransaction(database, async (transaction) => {
    const row = await revokeToken(transaction, prefix, accountId);
    if (row === null) {
      throw new AppError("TOKEN_NOT_FOUND", "No token has this prefix.", {
        hint: "It is the eight characters after ng_, as `nightgrid tokens list` has them.",
      });
    }
    await recordAct(transaction, { action: "token_revoke", dagId: null, target: prefix }, act);
    return row;
  });
}

/** Null when it is none, is over, or its owner is disabled. It may what both it and its owner may at this moment. */
export async function principalOfToken(connection: Connection, text: string): Promise<Principal | null> {
  const [, prefix] = TOKEN.exec(text) ?? [];
  if (prefix === undefined) return null;
  const token = await readLiveToken(connection, prefix);
  if (token === null || !timingSafeEqual(token.sha256, digestOf(text))) return null;
  const { id, name, role, dags, ownerRole, isStale } = token;
  if (isStale) await markTokenUsed(connection, id);
  return { kind: "token", id, name, role: ownerRole === null ? role : lesserRole(role, ownerRole), dags };
}

function randomPrefix(): string {
  // 252 is the greatest multiple of 36 in a byte: no letter is likelier than another.
  const bytes: number[] = [];
  while (bytes.length < 8) bytes.push(...[...randomBytes(16)].filter((byte) => byte < 252));
  return bytes
    .slice(0, 8)
    .map((byte) => PREFIX_LETTERS.charAt(byte % 36))
    .join("");
}
