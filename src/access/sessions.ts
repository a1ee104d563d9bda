import { AppError } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import type { Principal } from "../core/names/principal.ts";
import { takeOneTime } from "../store/access/one-time.ts";
import {
  deleteDeadSessions,
  deleteSession,
  deleteSessionBySecret,
  deleteSessionsOf,
  insertSession,
  type SessionAges,
  type SessionOwner,
} from "../store/access/sessions.ts";
import { recordAct } from "../store/actions/audit.ts";
import { type Database, inTransaction, type Transaction } from "../store/connection/transaction.ts";
import { requireAccount } from "./accounts.ts";
import type { AccessDeps } from "./access-deps.ts";
import { type RequestFacts, principalAct, strangerAct } from "./principal-act.ts";
import { digestOf, newSecret } from "./secrets.ts";

const MOST_AGENT = 200;

/** What is known of a browser that signs in. */
export interface SignInFacts extends RequestFacts {
  /** Its `User-Agent`. */
  readonly agent: string | null;
  /** The session that it had until now, which ends: a new one is begun with each sign-in. */
  readonly oldSecret: string | null;
}

/** What a browser gets as its cookie, and nobody else ever sees. */
export interface OpenedSession {
  readonly secret: string;
}

/** @param by who it is, for the audit. In the transaction of what proved it. */
export async function openSession(
  transaction: Transaction,
  { owner, by, way }: { readonly owner: SessionOwner; readonly by: string; readonly way: string },
  { facts, ages }: { readonly facts: SignInFacts; readonly ages: SessionAges },
): Promise<OpenedSession> {
  const { address, agent, oldSecret } = facts;
  if (oldSecret !== null) await deleteSessionBySecret(transaction, digestOf(oldSecret));
  await deleteDeadSessions(transaction, ages);
  const secret = newSecret();
  const cut = agent?.slice(0, MOST_AGENT).toWellFormed() ?? null;
  await insertSession(transaction, { sha256: digestOf(secret), owner, address, agent: cut });
  const stranger = strangerAct(by, facts);
  const act: Act = { ...stranger, request: { how: "session", address, id: facts.id } };
  await recordAct(transaction, { action: "login", dagId: null, target: by, details: { way } }, act);
  return { secret };
}

/** The session of a cookie is over. */
export async function signOut(
  database: Database,
  { secret, principal }: { readonly secret: string; readonly principal: Principal },
  request: RequestFacts,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    if ((await deleteSessionBySecret(transaction, digestOf(secret))) === null) return;
    const act = principalAct(principal, request);
    await recordAct(transaction, { action: "logout", dagId: null, target: principal.name }, act);
  });
}

/** @param accountId null: whosoever it is. @throws AppError SESSION_NOT_FOUND */
export async function endSession(database: Database, id: string, accountId: string | null, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    if (!/^\d{1,18}$/.test(id) || !(await deleteSession(transaction, id, accountId))) {
      throw new AppError("SESSION_NOT_FOUND", "There is no such session.", { hint: "It may have ended by itself." });
    }
    await recordAct(transaction, { action: "session_end", dagId: null, target: id }, act);
  });
}

/** @returns how many there were. @throws AppError ACCOUNT_NOT_FOUND */
export async function endSessionsOf(database: Database, name: string, act: Act): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const { id } = await requireAccount(transaction, name);
    const ended = await deleteSessionsOf(transaction, id, null);
    const deed = { action: "session_end", dagId: null, target: name, details: { sessions: ended } } as const;
    await recordAct(transaction, deed, act);
    return ended;
  });
}

/** The one-time link's secret for a session of an admin. @throws AppError UNAUTHENTICATED when it was used or is too old */
export async function redeemLink(secret: string, facts: SignInFacts, deps: AccessDeps): Promise<OpenedSession> {
  const { database, settings } = deps;
  const opened = await inTransaction(database, async (transaction) => {
    const link = settings.isLoopback ? await takeOneTime(transaction, digestOf(secret), "link") : null;
    if (link === null) return null;
    const owner = { accountId: null, name: LINK_NAME, role: "admin" } as const;
    return openSession(transaction, { owner, by: LINK_NAME, way: "link" }, { facts, ages: settings.sessions });
  });
  if (opened !== null) return opened;
  await recordAct(database, { action: "login_failed", dagId: null, target: "link" }, strangerAct("unknown", facts));
  throw new AppError("UNAUTHENTICATED", "This link was used, or is too old.", {
    hint: "Start `nightgrid up` again: it prints a new one.",
  });
}

/** Nobody's in particular: whoever started the service. */
const LINK_NAME = "one-time link";
