import type { Connection } from "./transaction.ts";

/**
 * The database's time: the one clock that all hosts share. What is due is decided by it, since a host's own clock may be
 * an hour off, or jump.
 */
export async function readNow(connection: Connection): Promise<Date> {
  const { rows } = await connection.query<{ now: Date }>("select clock_timestamp() as now");
  const now = rows[0]?.now;
  if (now === undefined) throw new Error("The database does not tell the time");
  return now;
}
