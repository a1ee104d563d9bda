import type { RunId } from "../../core/names/ids.ts";
import type { Database } from "../connection/transaction.ts";

/** Of a row of `run`: the key by which readers keep its files, logs and rows. */
export const HELD = `hashtextextended('nightgrid keeps run ' || run.id, 0)`;

/**
 * Reads a run piece by piece while nobody removes anything of it: whoever removes old runs passes it over. Any number may read, and
 * it can be begun again meanwhile. Where the connection is lost it goes on without.
 */
export async function whileHeld<T>(database: Database, id: RunId, read: () => Promise<T>): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on("error", onError);
  const asked = `from (select $1::text as id) run`;
  try {
    await client.query(`select pg_advisory_lock_shared(${HELD}) ${asked}`, [id]);
    return await read();
  } finally {
    if (broken === undefined) {
      await client.query(`select pg_advisory_unlock_shared(${HELD}) ${asked}`, [id]).catch(onError);
    }
    client.off("error", onError);
    client.release(broken);
  }
}
