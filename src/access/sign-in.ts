import { AppError } from "../core/errors/app-error.ts";
import { isRole, type Role } from "../core/names/principal.ts";
import { readPasswordHash } from "../store/access/accounts.ts";
import { recordAct } from "../store/actions/audit.ts";
import { inTransaction } from "../store/connection/transaction.ts";
import type { AccessDeps } from "./access-deps.ts";
import { forgive, refuseHaste } from "./login-throttle.ts";
import { verifyPassword } from "./passwords/password-hash.ts";
import { strangerAct } from "./principal-act.ts";
import { openSession, type OpenedSession, type SignInFacts } from "./sessions.ts";

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Whether the name is not known, the password wrong or the account disabled, nobody can tell: neither by the answer nor by
 * the time that it takes.
 *
 * @throws AppError UNAUTHENTICATED, RATE_LIMITED with `retryAfterS` in its details
 */
export async function signIn(credentials: Credentials, facts: SignInFacts, deps: AccessDeps): Promise<OpenedSession> {
  const { database, settings } = deps;
  const { password } = credentials;
  const name = credentials.name.trim().toLowerCase();
  const keys = await refuseHaste(database, name, facts.address);
  const known = await readPasswordHash(database, name);
  const isRight = await verifyPassword(password, known?.hash ?? null);
  const opened = await inTransaction(database, async (transaction) => {
    // Once more: it may have been disabled, or have got another password, while this one was hashed.
    const now = isRight ? await readPasswordHash(transaction, name) : null;
    if (now === null || now.hash !== known?.hash) return null;
    await forgive(transaction, keys);
    const owner = { accountId: now.id };
    return openSession(transaction, { owner, by: name, way: "password" }, { facts, ages: settings.sessions });
  });
  if (opened !== null) return opened;
  // A name that nobody has may be a password in the wrong field.
  const target = known === null ? "unknown" : name;
  await recordAct(database, { action: "login_failed", dagId: null, target }, strangerAct(target, facts));
  throw new AppError("UNAUTHENTICATED", "Name or password is wrong.", {
    hint: "An admin gives a new password with `nightgrid users password <name>`.",
  });
}

/** As whom one pleases. @throws AppError FORBIDDEN unless the service listens on loopback, and was started with it */
export async function signInAsDeveloper(
  role: Role,
  facts: SignInFacts,
  { database, settings }: AccessDeps,
): Promise<OpenedSession> {
  if (!settings.isDevLogin || !settings.isLoopback || !isRole(role)) {
    throw new AppError("FORBIDDEN", "The login of developers is off.", {
      hint: "It is for a service on loopback, started with NIGHTGRID_DEV_LOGIN=1.",
    });
  }
  const name = `developer (${role})`;
  const owner = { accountId: null, name, role } as const;
  return inTransaction(database, (transaction) =>
    openSession(transaction, { owner, by: name, way: "dev_login" }, { facts, ages: settings.sessions }),
  );
}
