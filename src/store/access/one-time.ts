import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";

/** `link`: the first way into a new service. `oidc`: a sign-in that is under way at an identity provider. */
export const ONE_TIME_KINDS = ["link", "oidc"] as const;
export type OneTimeKind = (typeof ONE_TIME_KINDS)[number];

export interface OneTime {
  readonly sha256: Buffer;
  readonly kind: OneTimeKind;
  /** What whoever brings the secret is to be met with; plain texts. */
  readonly facts: Readonly<Record<string, string>>;
  readonly lifeMs: number;
}

/** Those that nobody came for are deleted on the way. */
export async function insertOneTime(connection: Connection, { sha256, kind, facts, lifeMs }: OneTime): Promise<void> {
  await connection.query({ name: "delete-old-one-times", text: "delete from one_time where expires_at < now()" });
  await connection.query({
    name: "insert-one-time",
    text: `insert into one_time (sha256, kind, facts, expires_at) values ($1, $2, $3, now() + $4 * interval '1 ms')`,
    values: [sha256, kind, jsonText(facts), lifeMs],
  });
}

/** Of two that come with the same secret, one gets it. @returns null when it was used, is too old, or never was */
export async function takeOneTime(
  connection: Connection,
  sha256: Buffer,
  kind: OneTimeKind,
): Promise<Readonly<Record<string, string>> | null> {
  const { rows } = await connection.query<{ facts: Readonly<Record<string, string>>; isLive: boolean }>({
    name: "take-one-time",
    text: `delete from one_time where sha256 = $1 and kind = $2 returning facts, expires_at > now() as "isLive"`,
    values: [sha256, kind],
  });
  return rows[0]?.isLive === true ? rows[0].facts : null;
}
