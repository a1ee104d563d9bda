import { AppError } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import type { Role } from "../core/names/principal.ts";
import { suggestName } from "../core/text/suggest-name.ts";
import {
  type AccountRow,
  insertAccount,
  listAccounts,
  LOCAL,
  readAccount,
  setAccountDisabled,
  setAccountRole,
  setPasswordHash,
} from "../store/access/accounts.ts";
import { deleteSessionsOf } from "../store/access/sessions.ts";
import { recordAct } from "../store/actions/audit.ts";
import { type Connection, type Database, inTransaction, type Transaction } from "../store/connection/transaction.ts";
import { checkNewPassword } from "./passwords/check-new-password.ts";
import { hashPassword } from "./passwords/password-hash.ts";

const NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** @throws AppError USAGE for a name that cannot be one, ACCOUNT_EXISTS, PASSWORD_REFUSED */
export async function addUser(database: Database, { name, role, password }: NewUser, act: Act): Promise<AccountRow> {
  if (!NAME.test(name)) {
    throw new AppError("USAGE", "This cannot be the name of an account.", {
      hint: "Use lowercase letters, digits, and . _ @ - between them; at most 64.",
    });
  }
  await checkNewPassword(password, name);
  const passwordHash = await hashPassword(password);
  return inTransaction(database, async (transaction) => {
    const account = { issuer: LOCAL, subject: name, name, role, passwordHash };
    if ((await insertAccount(transaction, account)) === null) {
      throw new AppError("ACCOUNT_EXISTS", `There is an account ${name} already.`, {
        hint: "Change it with `nightgrid users role` or `nightgrid users password`.",
      });
    }
    await recordAct(transaction, { action: "user_add", dagId: null, target: name, details: { role } }, act);
    return requireAccount(transaction, name);
  });
}

/** Acts on the next request of theirs. @throws AppError ACCOUNT_NOT_FOUND, ACTION_REFUSED */
export async function setRole(database: Database, name: string, role: Role, act: Act): Promise<AccountRow> {
  return inTransaction(database, async (transaction) => {
    const account = await requireAccount(transaction, name);
    if (role !== "admin") await keepAnAdmin(transaction, account);
    await setAccountRole(transaction, account.id, role);
    const details = { before: account.role, after: role };
    await recordAct(transaction, { action: "user_role", dagId: null, target: name, details }, act);
    return requireAccount(transaction, name);
  });
}

/**
 * Ends every session of the account but one.
 *
 * @param keep the session that asks for it, by its SHA-256; null: none stays
 * @throws AppError ACCOUNT_NOT_FOUND, ACTION_REFUSED for an account of an identity provider, PASSWORD_REFUSED
 */
export async function setPassword(
  database: Database,
  { name, password, keep }: { readonly name: string; readonly password: string; readonly keep: Buffer | null },
  act: Act,
): Promise<{ readonly endedSessions: number }> {
  const { id, issuer } = await requireAccount(database, name);
  if (issuer !== LOCAL) {
    throw new AppError("ACTION_REFUSED", `${name} signs in through ${issuer}, and has no password here.`);
  }
  await checkNewPassword(password, name);
  const hash = await hashPassword(password);
  return inTransaction(database, async (transaction) => {
    await setPasswordHash(transaction, id, hash);
    const endedSessions = await deleteSessionsOf(transaction, id, keep);
    await recordAct(transaction, { action: "user_password", dagId: null, target: name }, act);
    return { endedSessions };
  });
}

/** Neither sessions nor tokens of theirs are good for anything from now on. @throws AppError ACCOUNT_NOT_FOUND, ACTION_REFUSED */
export async function disableUser(database: Database, name: string, act: Act): Promise<AccountRow> {
  return inTransaction(database, async (transaction) => {
    const account = await requireAccount(transaction, name);
    await keepAnAdmin(transaction, account);
    await setAccountDisabled(transaction, account.id, true);
    await deleteSessionsOf(transaction, account.id, null);
    await recordAct(transaction, { action: "user_disable", dagId: null, target: name }, act);
    return requireAccount(transaction, name);
  });
}

/** Their tokens are good again, their sessions are not. @throws AppError ACCOUNT_NOT_FOUND */
export async function enableUser(database: Database, name: string, act: Act): Promise<AccountRow> {
  return inTransaction(database, async (transaction) => {
    const account = await requireAccount(transaction, name);
    await setAccountDisabled(transaction, account.id, false);
    await recordAct(transaction, { action: "user_enable", dagId: null, target: name }, act);
    return requireAccount(transaction, name);
  });
}

/** @throws AppError ACCOUNT_NOT_FOUND, with the name that may be meant */
export async function requireAccount(connection: Connection, name: string): Promise<AccountRow> {
  const account = await readAccount(connection, name);
  if (account !== null) return account;
  const names = (await listAccounts(connection)).map((each) => each.name);
  throw new AppError("ACCOUNT_NOT_FOUND", `There is no account ${name}.`, {
    hint: suggestName(name, names, { otherwise: "`nightgrid users list` has them all." }),
  });
}

/** Two admins who leave at once are seen to: each waits for the other's transaction. */
async function keepAnAdmin(transaction: Transaction, account: AccountRow): Promise<void> {
  if (account.role !== "admin" || account.disabledAt !== null) return;
  await transaction.query("lock table account in share row exclusive mode");
  const others = (await listAccounts(transaction)).filter(
    ({ id, role, disabledAt }) => id !== account.id && role === "admin" && disabledAt === null,
  );
  if (others.length > 0) return;
  throw new AppError("ACTION_REFUSED", `${account.name} is the last admin.`, {
    hint: "Make somebody else an admin first.",
  });
}
