import type { RunId } from "../../core/names/ids.ts";
import { indexedText } from "../../core/text/indexed-text.ts";
import type { Connection } from "./transaction.ts";
import { storableJsonText } from "./storable-client.ts";

/** A value that a callback passed on; undefined when there is none of that name. */
export async function readPassedValue(connection: Connection, runId: RunId, name: string): Promise<unknown> {
  const { rows } = await connection.query<{ value: unknown }>(
    `select value from passed_value where run_id = $1 and name = $2`,
    [runId, indexedText(name)],
  );
  return rows[0]?.value;
}

/** @param json the value as JSON text */
export async function writePassedValue(
  connection: Connection,
  runId: RunId,
  passed: { readonly name: string; readonly json: string },
): Promise<void> {
  await connection.query(
    `insert into passed_value (run_id, name, value) values ($1, $2, $3)
     on conflict (run_id, name) do update set value = $3`,
    [runId, indexedText(passed.name), storableJsonText(passed.json)],
  );
}
