import type { RunId } from "../../core/names/ids.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";
import type { Act } from "../../core/names/audit.ts";
import { recordPersonAction } from "./record-action.ts";
import type { AlarmRow } from "./read-alarms.ts";

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
  /** Null: until it is over. */
  readonly until: Date | null;
}

/** Acknowledges an alarm that is open, or with null takes it back; false when there was nothing to do. */
export async function setAck(
  connection: Connection,
  alarm: Pick<AlarmRow, "id" | "dagId" | "rule" | "subject">,
  ack: AckRequest | null,
  act: Act,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update alarm set acked_by = $2, ack_note = $3, acked_at = case when $2::text is null then null else now() end,
       acked_until = $4, updated_at = now()
     where id = $1 and case when $2::text is null then acked_by is not null else state in ('firing', 'undecided', 'pending') end`,
    [alarm.id, ack === null ? null : act.by, ack === null ? null : act.reason, ack?.until ?? null],
  );
  if (rowCount === 0) return false;
  const { dagId, rule, subject } = alarm;
  const event = ack === null ? "ack_ended" : "ack";
  await recordPersonAction(connection, { dagId, rule, subject, event, until: ack?.until ?? null }, act);
  return true;
}

export interface MuteTarget {
  /** Null: of all DAGs, of all rules. */
  readonly dagId: string | null;
  readonly rule: string | null;
}

export async function insertMute(connection: Connection, target: MuteTarget, until: Date, act: Act): Promise<void> {
  await connection.query(`insert into mute (dag_id, rule, muted_by, note, muted_until) values ($1, $2, $3, $4, $5)`, [
    target.dagId,
    target.rule,
    act.by,
    act.reason ?? "",
    until,
  ]);
  await recordPersonAction(connection, { ...target, subject: null, event: "mute", until }, act);
}

/** Ends the mutes of exactly this target; how many there were. */
export async function endMutes(connection: Connection, target: MuteTarget, act: Act): Promise<number> {
  const { rowCount } = await connection.query(
    `update mute set ended_at = now()
     where ended_at is null and muted_until > now() and dag_id is not distinct from $1 and rule is not distinct from $2`,
    [target.dagId, target.rule],
  );
  const count = rowCount ?? 0;
  if (count > 0)
    await recordPersonAction(connection, { ...target, subject: null, event: "mute_ended", until: null }, act);
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
    `insert into run_figures (run_id, dag_id, figures) values ($1, $2, $3)
     on conflict (run_id) do update set figures = excluded.figures, ended_at = now()`,
    [runId, dagId, jsonText(figures)],
  );
}
