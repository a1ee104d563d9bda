import { AppError } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import type { Principal } from "../core/names/principal.ts";
import { readPasswordHash } from "../store/access/accounts.ts";
import type { Database } from "../store/connection/transaction.ts";
import { setPassword } from "./accounts.ts";
import { verifyPassword } from "./passwords/password-hash.ts";
import type { RequestFacts } from "./principal-act.ts";
import { forgive, refuseHaste } from "./login-throttle.ts";

interface Passwords {
  readonly current: string;
  readonly password: string;
  /** The session that stays, by its SHA-256; null: none does. */
  readonly keep: Buffer | null;
}

interface Surroundings {
  readonly database: Database;
  readonly act: Act;
  readonly facts: RequestFacts;
}

/**
 * Whoever finds a browser that is signed in does not have the account: the password until now is asked for, and tries are
 * counted as those to sign in.
 *
 * @throws AppError FORBIDDEN when the current one is wrong, or they have none; RATE_LIMITED, PASSWORD_REFUSED
 */
export async function changeOwnPassword(
  { kind, name }: Principal,
  { current, password, keep }: Passwords,
  { database, act, facts }: Surroundings,
): Promise<void> {
  const known = kind === "user" ? await readPasswordHash(database, name) : null;
  if (known === null) throw new AppError("FORBIDDEN", "You have no password here.");
  const keys = await refuseHaste(database, name, facts.address);
  if (!(await verifyPassword(current, known.hash))) throw new AppError("FORBIDDEN", "The current password is wrong.");
  await forgive(database, keys);
  await setPassword(database, { name, password, keep }, act);
}
