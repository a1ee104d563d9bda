import type { Connection } from "../connection/transaction.ts";

const WINDOW = "interval '1 minute'";

/**
 * Counts a try to sign in, by each of the keys (an account, an address), before the password is looked at: however many
 * come at once, in however many processes, no more than allowed are.
 *
 * @returns for the key with the most tries: how many in this minute, this one included, and when the minute is over
 */
export async function countLoginTry(
  connection: Connection,
  keys: readonly string[],
): Promise<{ readonly tries: number; readonly waitMs: number }> {
  const { rows } = await connection.query<{ tries: number; waitMs: number }>({
    name: "count-login-try",
    text: `insert into login_window as old (key, tries) select key, 1 from unnest($1::text[]) as key order by key
      on conflict (key) do update set
        tries = case when old.started_at < now() - ${WINDOW} then 1 else old.tries + 1 end,
        started_at = case when old.started_at < now() - ${WINDOW} then now() else old.started_at end
      returning tries, ceil(extract(epoch from started_at + ${WINDOW} - now()) * 1000)::int as "waitMs"`,
    values: [[...new Set(keys)]],
  });
  return rows.reduce((most, row) => (row.tries > most.tries ? row : most), { tries: 0, waitMs: 0 });
}

/** Takes back the try of who turned out to be who they say; forgets the windows that are long over. */
export async function forgiveLoginTry(connection: Connection, keys: readonly string[]): Promise<void> {
  await connection.query({
    name: "forgive-login-try",
    text: `update login_window set tries = greatest(tries - 1, 0) where key in (
      select key from login_window where key = any($1) order by key for update)`,
    values: [keys],
  });
  await connection.query({
    name: "delete-old-login-windows",
    text: `delete from login_window where started_at < now() - interval '1 hour'`,
  });
}
