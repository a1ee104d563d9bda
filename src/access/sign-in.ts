import { isIPv6 } from "node:net";
import { AppError } from "../core/errors/app-error.ts";
import { isRole, type Role } from "../core/names/principal.ts";
import { readPasswordHash } from "../store/access/accounts.ts";
import { countLoginTry, forgiveLoginTry } from "../store/access/login-windows.ts";
import { recordAct } from "../store/actions/audit.ts";
import { inTransaction } from "../store/connection/transaction.ts";
import type { AccessDeps } from "./access-deps.ts";
import { verifyPassword } from "./passwords/password-hash.ts";
import { strangerAct } from "./principal-act.ts";
import { digestOf } from "./secrets.ts";
import { openSession, type OpenedSession, type SignInFacts } from "./sessions.ts";

/** In a minute, by account and by address. */
const MOST_TRIES = 5;

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * Whether the name is not known, the password wrong or the account disabled, nobody can tell: neither by the answer nor by
 * the time that it takes.
 *
 * @throws AppError UNAUTHENTICATED, RATE_LIMITED with `retry_after_s` in its details
 */
export async function signIn(credentials: Credentials, facts: SignInFacts, deps: AccessDeps): Promise<OpenedSession> {
  const { database, settings } = deps;
  const { password } = credentials;
  const name = credentials.name.trim().toLowerCase();
  const keys = throttleKeys(name, facts.address);
  await refuseHaste(keys, deps);
  const known = await readPasswordHash(database, name);
  const isRight = await verifyPassword(password, known?.hash ?? null);
  const opened = await inTransaction(database, async (transaction) => {
    // Once more: it may have been disabled, or have got another password, while this one was hashed.
    const now = isRight ? await readPasswordHash(transaction, name) : null;
    if (now === null || now.hash !== known?.hash) return null;
    await forgiveLoginTry(transaction, keys);
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

async function refuseHaste(keys: readonly string[], { database }: AccessDeps): Promise<void> {
  const { tries, waitMs } = await countLoginTry(database, keys);
  if (tries <= MOST_TRIES) return;
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new AppError("RATE_LIMITED", `Too many tries to sign in; the next one is looked at in ${seconds} s.`, {
    hint: "Five a minute are, for an account and from an address.",
    details: { retry_after_s: seconds },
  });
}

/** Of a name by its hash: it may be anything, and a password at that. */
function throttleKeys(name: string, address: string): readonly string[] {
  return [`account:${digestOf(name).toString("hex")}`, `address:${networkOf(address)}`];
}

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...gap, ...after].slice(0, 4).join(":");
}
