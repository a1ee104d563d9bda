import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

export interface KeysInUse {
  /** That rows name. */
  readonly keys: ReadonlySet<string>;
  /** Attempts that still run, and may write a row. */
  readonly attempts: ReadonlySet<string>;
}

/** What of some runs in the depot somebody needs. */
export async function readKeysInUse(connection: Connection, runs: readonly RunId[]): Promise<KeysInUse> {
  const { rows: keys } = await connection.query<{ key: string }>({
    name: "list-keys-in-use",
    text: `select key from artifact where run_id = any ($1::text[]) and key is not null`,
    values: [runs],
  });
  const { rows: attempts } = await connection.query<{ id: string }>({
    name: "list-running-attempts",
    text: `
      select attempt.id::text from attempt join task on task.id = attempt.task_id
      where task.run_id = any ($1::text[]) and attempt.state = 'running'`,
    values: [runs],
  });
  return { keys: new Set(keys.map(({ key }) => key)), attempts: new Set(attempts.map(({ id }) => id)) };
}
