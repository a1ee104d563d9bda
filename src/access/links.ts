import { insertOneTime } from "../store/access/one-time.ts";
import type { Connection } from "../store/connection/transaction.ts";
import { digestOf, newSecret } from "./secrets.ts";

/** 15 minutes. */
const LINK_LIFE_MS = 15 * 60_000;

/** A secret that is good for one sign-in as an admin, within 15 minutes. */
export async function makeLink(connection: Connection): Promise<string> {
  const secret = newSecret();
  await insertOneTime(connection, { sha256: digestOf(secret), kind: "link", facts: {}, lifeMs: LINK_LIFE_MS });
  return secret;
}
