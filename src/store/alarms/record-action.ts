import type { Connection } from "../connection/transaction.ts";
import type { AlarmEventRow } from "./read-alarms.ts";

/** Writes down what a run, or a person, has done to alarms. The one place to change when all actions share an audit log. */
export async function recordAction(connection: Connection, action: Omit<AlarmEventRow, "at">): Promise<void> {
  await connection.query(
    `insert into alarm_event (dag_id, rule, subject, run_id, event, done_by, note, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [action.dagId, action.rule, action.subject, action.runId, action.event, action.by, action.note, action.until],
  );
}
