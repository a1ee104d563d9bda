import type { Alarm } from "../../alerts/alarms/alarm.ts";
import type { AlertFacts } from "../../alerts/alert-facts.ts";
import { figuresToKeep } from "../../alerts/stored-figures.ts";
import { type AlertPlan, planMessages } from "../../alerts/plan-messages.ts";
import { messageOf } from "../../core/errors/app-error.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { type AlarmRow, listMutes, lockAlarms } from "../../store/alarms/read-alarms.ts";
import { recordAction } from "../../store/alarms/record-action.ts";
import { insertFigures, saveAlarm } from "../../store/alarms/write-alarms.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import type { WorkDeps } from "../work-deps.ts";
import { putIntoOutbox } from "./put-into-outbox.ts";

export interface EndedRun {
  readonly run: RunRow;
  readonly spec: DagSpec;
  readonly facts: AlertFacts;
}

/**
 * Moves the alarms of the DAG on by a run that has ended, and writes what is to be told into the outbox: in the transaction
 * that ends the run, so that both happen once. Runs of one DAG that end at the same time take turns.
 */
export async function writeAlerts(transaction: Transaction, ended: EndedRun, deps: WorkDeps): Promise<void> {
  const { run, spec, facts } = ended;
  const rows = await lockAlarms(transaction, run.dagId);
  const now = await readNow(transaction);
  const mutes = await listMutes(transaction);
  const plan = planned(
    { rules: spec.alerts, facts, alarms: rows.map((row) => alarmBefore(row, run)), mutes, now },
    ended,
    deps,
  );
  if (plan === null) return;
  await saveAlarms(transaction, ended, plan);
  for (const { to, ...message } of plan.messages) {
    await putIntoOutbox(transaction, ended, { ...message, channels: to, now });
  }
}

/** Null when rules cannot be evaluated, which must not keep a run from ending. */
function planned(input: Parameters<typeof planMessages>[0], { run }: EndedRun, deps: WorkDeps): AlertPlan | null {
  try {
    return planMessages(input);
  } catch (error) {
    deps.logs.ofRun(run.id).error(`The alert rules could not be evaluated: ${messageOf(error)}`);
    return null;
  }
}

async function saveAlarms(transaction: Transaction, { run, facts }: EndedRun, plan: AlertPlan): Promise<void> {
  for (const alarm of plan.alarms) await saveAlarm(transaction, rowOf(alarm, run.dagId), run.id);
  for (const { rule, subject, event, note } of plan.events) {
    const action = { dagId: run.dagId, rule, subject, runId: run.id, event, by: null, note, until: null };
    await recordAction(transaction, action);
  }
  const figures = figuresToKeep(facts);
  if (figures !== null) await insertFigures(transaction, run.id, run.dagId, figures);
}

/** Of a run that was begun again, what its end before has counted does not count any more: one night is one night. */
function alarmBefore(row: AlarmRow, run: RunRow): Alarm {
  const alarm = alarmOf(row);
  if (row.lastRunId !== run.id) return alarm;
  return { ...alarm, holds: Math.max(0, alarm.holds - 1), calms: Math.max(0, alarm.calms - 1) };
}

function alarmOf({ ackedBy, ackNote, ackedAt, ackedUntil, ...row }: AlarmRow): Alarm {
  const isAcked = ackedBy !== null && ackedAt !== null;
  return { ...row, ack: isAcked ? { by: ackedBy, note: ackNote ?? "", at: ackedAt, until: ackedUntil } : null };
}

function rowOf({ ack, ...alarm }: Alarm, dagId: string): Parameters<typeof saveAlarm>[1] {
  const { by = null, note = null, at = null, until = null } = ack ?? {};
  return { ...alarm, dagId, ackedBy: by, ackNote: note, ackedAt: at, ackedUntil: until };
}
