import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import {
  type AlarmEventRow,
  type AlarmRow,
  listAlarmEvents,
  listAlarms,
  listMutes,
  type MuteRow,
} from "../../store/alarms/read-alarms.ts";
import type { MuteTarget } from "../../store/alarms/write-alarms.ts";
import { listDags } from "../../store/run/dags.ts";
import type { Connection } from "../../store/connection/transaction.ts";

/** An alarm with the mute that silences it now. */
export interface AlarmView {
  readonly alarm: AlarmRow;
  readonly mute: MuteRow | null;
  /** No run will move it any more. */
  readonly isDagRemoved: boolean;
}

/** @param isOpen only those that are not quiet, or of whose end nobody was told yet */
export async function alarmViews(
  connection: Connection,
  filter: { readonly dagId: string | null; readonly isOpen: boolean },
): Promise<readonly AlarmView[]> {
  const [alarms, mutes] = [await listAlarms(connection, { ...filter, rule: null }), await listMutes(connection)];
  const removed = new Set((await listDags(connection)).filter(({ state }) => state === "removed").map(({ id }) => id));
  return alarms.map((alarm) => ({
    alarm,
    mute: mutes.find((mute) => silences(mute, alarm)) ?? null,
    isDagRemoved: removed.has(alarm.dagId),
  }));
}

/**
 * The alarms that a person names by `<dag>/<rule>`, or by `<dag>/<rule>/<subject>` where a rule has had several subjects.
 *
 * @throws AppError ALARM_NOT_FOUND, USAGE
 */
export async function findAlarms(connection: Connection, name: string): Promise<readonly AlarmRow[]> {
  const [dagId = "", rule, subject] = name.split("/");
  if (rule === undefined || rule === "") {
    throw new AppError("USAGE", `"${name}" names no alarm`, {
      hint: "Write <dag>/<rule>, as `nightgrid alerts list` does.",
    });
  }
  const all = await listAlarms(connection, { dagId: null, rule: null, isOpen: false });
  const found = all.filter((alarm) => alarm.dagId === dagId && alarm.rule === rule);
  const named = found.filter((alarm) => subject === undefined || alarm.subject === subject);
  if (named.length > 0) return named;
  const names = [...new Set(all.map((alarm) => `${alarm.dagId}/${alarm.rule}`))];
  throw new AppError("ALARM_NOT_FOUND", `There is no alarm "${name}"`, {
    hint: suggestName(name, names, {
      always: "`nightgrid alerts list --all` lists them; a rule has one after the first run of its DAG.",
    }),
  });
}

/** The latest first. */
export function alarmHistory(
  connection: Connection,
  alarm: AlarmRow,
  limit: number,
): Promise<readonly AlarmEventRow[]> {
  return listAlarmEvents(connection, alarm, limit);
}

/** What a person wants to mute: `<dag>/<rule>`, `<dag>`, or `all`; also what nothing is known of yet. @throws AppError USAGE */
export function muteTarget(name: string): MuteTarget {
  if (name === "all") return { dagId: null, rule: null };
  const [dagId = "", rule, ...rest] = name.split("/");
  if (dagId === "" || rule === "" || rest.length > 0) {
    throw new AppError("USAGE", `"${name}" cannot be muted`, { hint: "Write <dag>/<rule>, <dag>, or all." });
  }
  return { dagId, rule: rule ?? null };
}

/** What to say of a target that silences nothing so far, since it may be a slip; null when it is known. */
export async function strangeTarget(connection: Connection, { dagId, rule }: MuteTarget): Promise<string | null> {
  if (dagId === null) return null;
  const dags = (await listDags(connection)).map(({ id }) => id);
  if (!dags.includes(dagId)) return notKnown("DAG", dagId, dags);
  if (rule === null) return null;
  const alarms = await listAlarms(connection, { dagId, rule: null, isOpen: false });
  const names = [...new Set(alarms.map((alarm) => `${dagId}/${alarm.rule}`))];
  return names.includes(`${dagId}/${rule}`) ? null : notKnown("alarm", `${dagId}/${rule}`, names);
}

function notKnown(what: string, name: string, known: readonly string[]): string {
  return `No ${what} "${name}" is known yet. ${suggestName(name, known, { always: "It is muted all the same." })}`;
}

function silences(mute: MuteRow, alarm: AlarmRow): boolean {
  return (mute.dagId === null || mute.dagId === alarm.dagId) && (mute.rule === null || mute.rule === alarm.rule);
}
