import type { RunId } from "../../core/names/ids.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";
import { recordAction } from "./record-action.ts";
import type { AlarmEventRow, AlarmRow } from "./read-alarms.ts";

/** Writes an alarm as the end of a run leaves it. The caller holds `lockAlarms`. */
export async function saveAlarm(
  connection: Connection,
  alarm: Omit<AlarmRow, "id" | "told" | "updatedAt" | "lastRunId">,
  runId: RunId,
): Promise<void> {
  await connection.query({
    name: "save-alarm",
    text: `
      insert into alarm (dag_id, rule, subject, state, severity, holds, calms, firing_since, told_to, fired_at, undecided_at,
        undecided, reason, acked_by, ack_note, acked_at, acked_until, last_run_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
      on conflict (dag_id, rule, subject) do update set
        state = excluded.state, severity = excluded.severity, holds = excluded.holds, calms = excluded.calms,
        firing_since = excluded.firing_since, told_to = excluded.told_to, fired_at = excluded.fired_at,
        undecided_at = excluded.undecided_at, undecided = excluded.undecided, reason = excluded.reason,
        acked_by = excluded.acked_by, ack_note = excluded.ack_note, acked_at = excluded.acked_at,
        acked_until = excluded.acked_until, last_run_id = excluded.last_run_id, updated_at = now()`,
    values: [
      alarm.dagId,
      alarm.rule,
      alarm.subject,
      alarm.state,
      alarm.severity,
      alarm.holds,
      alarm.calms,
      alarm.firingSince,
      alarm.toldTo,
      alarm.firedAt,
      alarm.undecidedAt,
      alarm.isUndecided,
      alarm.reason,
      alarm.ackedBy,
      alarm.ackNote,
      alarm.ackedAt,
      alarm.ackedUntil,
      runId,
    ],
  });
}

export interface AckRequest {
  readonly by: string;
  readonly note: string;
  /** Null: until it is over. */
  readonly until: Date | null;
}

/** Acknowledges an alarm that is open, or with null takes it back; false when there was nothing to do. */
export async function setAck(
  connection: Connection,
  alarm: Pick<AlarmRow, "id" | "dagId" | "rule" | "subject">,
  ack: AckRequest | null,
  by: string,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update alarm set acked_by = $2, ack_note = $3, acked_at = case when $2::text is null then null else now() end,
       acked_until = $4, updated_at = now()
     where id = $1 and case when $2::text is null then acked_by is not null else state in ('firing', 'undecided', 'pending') end`,
    [alarm.id, ack?.by ?? null, ack?.note ?? null, ack?.until ?? null],
  );
  if (rowCount === 0) return false;
  const event: Pick<AlarmEventRow, "event" | "note" | "until"> =
    ack === null ? { event: "ack_ended", note: null, until: null } : { event: "ack", note: ack.note, until: ack.until };
  const { dagId, rule, subject } = alarm;
  await recordAction(connection, { dagId, rule, subject, runId: null, by, ...event });
  return true;
}

export interface MuteTarget {
  /** Null: of all DAGs, of all rules. */
  readonly dagId: string | null;
  readonly rule: string | null;
}

export async function insertMute(
  connection: Connection,
  target: MuteTarget,
  { by, note, until }: AckRequest & { readonly until: Date },
): Promise<void> {
  await connection.query(`insert into mute (dag_id, rule, muted_by, note, muted_until) values ($1, $2, $3, $4, $5)`, [
    target.dagId,
    target.rule,
    by,
    note,
    until,
  ]);
  await recordAction(connection, { ...target, subject: null, runId: null, event: "mute", by, note, until });
}

/** Ends the mutes of exactly this target; how many there were. */
export async function endMutes(connection: Connection, target: MuteTarget, by: string): Promise<number> {
  const { rowCount } = await connection.query(
    `update mute set ended_at = now()
     where ended_at is null and muted_until > now() and dag_id is not distinct from $1 and rule is not distinct from $2`,
    [target.dagId, target.rule],
  );
  const count = rowCount ?? 0;
  const ended = { ...target, subject: null, runId: null, event: "mute_ended", by, note: null, until: null } as const;
  if (count > 0) await recordAction(connection, ended);
  return count;
}

/** Keeps what later nights compare with. */
export async function insertFigures(
  connection: Connection,
  runId: RunId,
  dagId: string,
  figures: unknown,
): Promise<void> {
  await connection.query(
    `insert into run_figures (run_id, dag_id, figures) values ($1, $2, $3) on conflict (run_id) do nothing`,
    [runId, dagId, jsonText(figures)],
  );
}
