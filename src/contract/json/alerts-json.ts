import type { AlarmView } from "../../runs/alarms/alarm-views.ts";
import type { AlertView } from "../../runs/query/show-run.ts";
import type { AlarmEventRow, MuteRow } from "../../store/alarms/read-alarms.ts";
import type { AlarmEventJson, AlarmJson, AlertJson, MuteJson, SilentEventJson } from "../schemas/alerts-schema.ts";

export function alertsJson(alerts: readonly AlertView[]): readonly AlertJson[] {
  return alerts.map(({ rule, kind, message, deliveries }) => ({
    rule,
    kind,
    text: message.text,
    channels: deliveries.map(({ channel, state, attempts, lastError, heldUntil }) => ({
      channel,
      state,
      attempts,
      error: lastError,
      held_until: heldUntil === null ? null : new Date(heldUntil).toISOString(),
    })),
  }));
}

/** What the end of a run did to alarms. */
export function silentEventsJson(events: readonly AlarmEventRow[]): readonly SilentEventJson[] {
  return events.map(({ rule, subject, event, note }) => ({ rule, subject, event, note }));
}

export function alarmJson({ alarm, mute, isDagRemoved }: AlarmView): AlarmJson {
  const { dagId, rule, subject, state, severity, firingSince, firedAt, reason, lastRunId } = alarm;
  const { ackedBy, ackNote, ackedAt, ackedUntil } = alarm;
  return {
    alarm: `${dagId}/${rule}`,
    dag: dagId,
    rule,
    subject,
    state,
    severity,
    firing_since: instantOf(firingSince),
    told_at: instantOf(firedAt),
    reason,
    acknowledged:
      ackedBy === null ? null : { by: ackedBy, why: ackNote, at: instantOf(ackedAt), until: instantOf(ackedUntil) },
    muted: mute === null ? null : muteJson(mute),
    last_run: lastRunId,
    dag_removed: isDagRemoved,
  };
}

export function muteJson({ dagId, rule, by, note, createdAt, until }: MuteRow): MuteJson {
  return { dag: dagId, rule, by, why: note, at: createdAt.toISOString(), until: until.toISOString() };
}

export function alarmEventJson({ at, event, by, runId, note, until }: AlarmEventRow): AlarmEventJson {
  return { at: at.toISOString(), event, by, run: runId, note, until: instantOf(until) };
}

function instantOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
