import type { AlarmEvent, AlarmState, Severity } from "../../core/names/alarms.ts";
import type { ChannelName } from "../../core/names/channels.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

export interface AlarmRow {
  readonly id: string;
  readonly dagId: string;
  readonly rule: string;
  readonly subject: string;
  readonly state: AlarmState;
  readonly severity: Severity;
  readonly holds: number;
  readonly calms: number;
  readonly firingSince: Date | null;
  readonly toldTo: readonly ChannelName[];
  /** `toldTo` names somebody. */
  readonly told: boolean;
  readonly firedAt: Date | null;
  readonly undecidedAt: Date | null;
  readonly isUndecided: boolean;
  readonly reason: string | null;
  readonly ackedBy: string | null;
  readonly ackNote: string | null;
  readonly ackedAt: Date | null;
  readonly ackedUntil: Date | null;
  readonly lastRunId: RunId | null;
  readonly updatedAt: Date;
}

const ALARM_COLUMNS = `id::text, dag_id as "dagId", rule, subject, state, severity, holds, calms,
  firing_since as "firingSince", told_to as "toldTo", told, fired_at as "firedAt", undecided_at as "undecidedAt", undecided as "isUndecided",
  reason, acked_by as "ackedBy", ack_note as "ackNote", acked_at as "ackedAt", acked_until as "ackedUntil",
  last_run_id as "lastRunId", updated_at as "updatedAt"`;

/** The alarms of a DAG, locked: two runs of it that end at the same time move them one after the other. */
export async function lockAlarms(connection: Connection, dagId: string): Promise<readonly AlarmRow[]> {
  // Alarms that are not there yet cannot be locked; the transaction that makes them must be the only one.
  await connection.query(`select pg_advisory_xact_lock(hashtextextended('nightgrid alarms of ' || $1, 0))`, [dagId]);
  const { rows } = await connection.query<AlarmRow>(
    `select ${ALARM_COLUMNS} from alarm where dag_id = $1 order by alarm.id for no key update`,
    [dagId],
  );
  return rows;
}

export interface AlarmFilter {
  /** Null: of all DAGs, of all rules. */
  readonly dagId: string | null;
  readonly rule: string | null;
  /** Those that are not quiet, and those that somebody was told of and not yet that they are over. */
  readonly isOpen: boolean;
}

/** What matters most first: firing before the rest, then by severity and age. */
export async function listAlarms(connection: Connection, filter: AlarmFilter): Promise<readonly AlarmRow[]> {
  const { rows } = await connection.query<AlarmRow>(
    `select ${ALARM_COLUMNS} from alarm
     where ($1::text is null or dag_id = $1) and ($2::text is null or rule = $2) and (not $3 or state <> 'quiet' or told)
     order by state = 'firing' desc, array_position(array['critical', 'warning', 'info'], severity),
       firing_since nulls last, dag_id, rule, subject`,
    [filter.dagId, filter.rule, filter.isOpen],
  );
  return rows;
}

export interface MuteRow {
  readonly id: string;
  readonly dagId: string | null;
  readonly rule: string | null;
  readonly by: string;
  readonly note: string;
  readonly createdAt: Date;
  readonly until: Date;
}

/** The mutes that hold now, the latest first. */
export async function listMutes(connection: Connection): Promise<readonly MuteRow[]> {
  const { rows } = await connection.query<MuteRow>(
    `select id::text, dag_id as "dagId", rule, muted_by as by, note, created_at as "createdAt", muted_until as until
     from mute where ended_at is null and muted_until > now() order by mute.id desc`,
  );
  return rows;
}

export interface AlarmEventRow {
  readonly dagId: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly runId: RunId | null;
  readonly at: Date;
  readonly event: AlarmEvent;
  readonly by: string | null;
  readonly note: string | null;
  readonly until: Date | null;
}

/** The history of an alarm, mutes of its DAG and of all DAGs included, the latest first. */
export async function listAlarmEvents(
  connection: Connection,
  alarm: Pick<AlarmRow, "dagId" | "rule" | "subject">,
  limit: number,
): Promise<readonly AlarmEventRow[]> {
  const { rows } = await connection.query<AlarmEventRow>(
    `select ${EVENT_COLUMNS} from alarm_event
     where (dag_id is null or dag_id = $1) and (rule is null or rule = $2) and (subject is null or subject = $3)
     order by alarm_event.id desc limit $4`,
    [alarm.dagId, alarm.rule, alarm.subject, limit],
  );
  return rows;
}

/** What the end of a run did to the alarms of its DAG, in the order of the rules. */
export async function listRunEvents(connection: Connection, runId: RunId): Promise<readonly AlarmEventRow[]> {
  const { rows } = await connection.query<AlarmEventRow>(
    `select ${EVENT_COLUMNS} from alarm_event where run_id = $1 order by alarm_event.id`,
    [runId],
  );
  return rows;
}

const EVENT_COLUMNS = `dag_id as "dagId", rule, subject, run_id as "runId", at, event, done_by as by, note, until`;
