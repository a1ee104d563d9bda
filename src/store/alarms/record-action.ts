import type { Act } from "../../core/names/audit.ts";
import type { AlarmPersonEvent } from "../../core/names/alarms.ts";
import { recordAct } from "../actions/audit.ts";
import type { Connection } from "../connection/transaction.ts";
import type { AlarmEventRow } from "./read-alarms.ts";

type AlarmAction = Omit<AlarmEventRow, "at">;

/** Writes down what the end of a run has done to an alarm, in its history. */
export async function recordAction(connection: Connection, action: AlarmAction): Promise<void> {
  await connection.query(
    `insert into alarm_event (dag_id, rule, subject, run_id, event, done_by, note, until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [action.dagId, action.rule, action.subject, action.runId, action.event, action.by, action.note, action.until],
  );
}

/** The same of what a person has done, which is an action like any other too. */
export async function recordPersonAction(
  connection: Connection,
  action: Pick<AlarmAction, "dagId" | "rule" | "subject" | "until"> & { readonly event: AlarmPersonEvent },
  act: Act,
): Promise<void> {
  const { dagId, rule, subject, event, until } = action;
  await recordAction(connection, { ...action, runId: null, by: act.by, note: act.reason });
  const target = rule === null || subject === null ? rule : `${rule}/${subject}`;
  const deed = { action: event, dagId, target } as const;
  await recordAct(connection, until === null ? deed : { ...deed, details: { until: until.toISOString() } }, act);
}
