import { isIPv6 } from "node:net";
import { AppError } from "../core/errors/app-error.ts";
import { countLoginTry, forgiveLoginTry } from "../store/access/login-windows.ts";
import type { Connection } from "../store/connection/transaction.ts";
import { digestOf } from "./secrets.ts";

/** In a minute, by account and by address. */
const MOST_TRIES = 5;

/** What tries are counted by. */
export type ThrottleKeys = readonly string[];

/** @returns what the try was counted by, to be forgiven if it was right. @throws AppError RATE_LIMITED with `retryAfterS` */
export async function refuseHaste(connection: Connection, name: string, address: string): Promise<ThrottleKeys> {
  // A name may be anything, and a password at that: only its hash is kept.
  const keys = [`account:${digestOf(name).toString("hex")}`, `address:${networkOf(address)}`];
  const { tries, waitMs } = await countLoginTry(connection, keys);
  if (tries <= MOST_TRIES) return keys;
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  throw new AppError("RATE_LIMITED", `Too many tries to sign in; the next one is looked at in ${seconds} s.`, {
    hint: "Five a minute are, for an account and from an address.",
    details: { retryAfterS: seconds },
  });
}

/** Who turned out to be who they say has not tried. */
export async function forgive(connection: Connection, keys: ThrottleKeys): Promise<void> {
  await forgiveLoginTry(connection, keys);
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
