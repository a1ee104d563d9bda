import type { Database } from "../connection/transaction.ts";
import type { SeriesKey } from "./series.ts";

/**
 * Holds the fetching of a series for this process, on a connection of its own: whoever dies lets go of it at once. It only keeps
 * two processes from asking the source for the same; what they write stands without it (`lockSeries`).
 *
 * @returns null while another process holds it
 */
export async function holdSeries(database: Database, key: SeriesKey): Promise<AsyncDisposable | null> {
  const { source, symbol, timeframe } = key;
  const client = await database.connect();
  client.on("error", onError);
  const letGo = (error?: Error): void => {
    client.off("error", onError);
    client.release(error);
  };
  try {
    const name = JSON.stringify([source, symbol, timeframe]);
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('fetch ' || current_schema() || $1, 0)) as taken`,
      [name],
    );
    if (rows[0]?.taken === true) {
      // Ending the connection is the sure way to let go, whatever state it is in.
      return { [Symbol.asyncDispose]: async () => letGo(new Error("held a series")) };
    }
    letGo();
    return null;
  } catch (error) {
    letGo(error instanceof Error ? error : undefined);
    throw error;
  }
}

/** The pool's listener is for idle connections; one that is lost while it is held must not end the process. */
function onError(): void {
  // The query that is running, or the next one, says it.
}
