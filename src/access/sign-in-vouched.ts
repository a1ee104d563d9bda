import { AppError } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import type { Role } from "../core/names/principal.ts";
import { printableLine } from "../core/text/printable.ts";
import { sha256 } from "../core/values/hash.ts";
import { type AccountRow, insertAccount, readVouchedAccount, setAccountRole } from "../store/access/accounts.ts";
import { recordAct } from "../store/actions/audit.ts";
import { inTransaction, type Transaction } from "../store/connection/transaction.ts";
import type { AccessDeps } from "./access-deps.ts";
import { strangerAct } from "./principal-act.ts";
import { roleOfGroups } from "./role-of-groups.ts";
import { openSession, type OpenedSession, type SignInFacts } from "./sessions.ts";

/** Whom an identity provider vouches for, as its ID token says; its signature has been checked. */
export interface Vouched {
  readonly issuer: string;
  /** What the issuer calls them for ever. */
  readonly subject: string;
  /** What people call them; says nothing of who they are. */
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * An account is made at the first sign-in, and has at each the role that the groups have then.
 *
 * @throws AppError FORBIDDEN when no group has a role, or the account is disabled here
 */
export async function signInVouched(vouched: Vouched, facts: SignInFacts, deps: AccessDeps): Promise<OpenedSession> {
  const { database, settings } = deps;
  const role = settings.oidc === null ? null : roleOfGroups(vouched.groups, settings.oidc.roles);
  const by = printableLine(vouched.name).slice(0, 200);
  const opened = await inTransaction(database, async (transaction) => {
    const account =
      role === null
        ? null
        : await accountOf({ ...vouched, name: by }, role, { transaction, act: strangerAct(by, facts) });
    if (account === null || account.disabledAt !== null) return null;
    const session = { owner: { accountId: account.id }, by: account.name, way: "oidc" };
    return openSession(transaction, session, { facts, ages: settings.sessions });
  });
  if (opened !== null) return opened;
  const target = `${by} (${vouched.issuer})`;
  await recordAct(database, { action: "login_failed", dagId: null, target }, strangerAct(by, facts));
  throw new AppError("FORBIDDEN", "The identity provider knows you, and you have no role here.", {
    hint: "An admin has to put you into a group with a role, or to enable your account again.",
  });
}

interface Writing {
  readonly transaction: Transaction;
  readonly act: Act;
}

async function accountOf(vouched: Vouched, role: Role, writing: Writing): Promise<AccountRow | null> {
  const { transaction, act } = writing;
  const known = await readVouchedAccount(transaction, vouched);
  if (known === null) {
    await addAccount(vouched, role, writing);
  } else if (known.role !== role) {
    await setAccountRole(transaction, known.id, role);
    const details = { before: known.role, after: role };
    await recordAct(transaction, { action: "user_role", dagId: null, target: known.name, details }, act);
  }
  return readVouchedAccount(transaction, vouched);
}

async function addAccount(vouched: Vouched, role: Role, { transaction, act }: Writing): Promise<void> {
  const { issuer, subject } = vouched;
  for (const name of namesFor(vouched)) {
    const id = await insertAccount(transaction, { issuer, subject, name, role, passwordHash: null });
    if (id === null) continue;
    await recordAct(transaction, { action: "user_add", dagId: null, target: name, details: { role, issuer } }, act);
    return;
  }
}

/** The first that nobody has: a name of theirs never becomes somebody else's account. */
function namesFor({ issuer, subject, name }: Vouched): readonly string[] {
  const { host } = new URL(issuer);
  return [name, `${name} at ${host}`, `${name} at ${host} ${sha256(subject).slice(0, 8)}`];
}
