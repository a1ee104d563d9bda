import { alarmEventJson, alarmJson, muteJson } from "../../contract/json/alerts-json.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { type AlarmView, alarmHistory, alarmViews, findAlarms } from "../../runs/alarms/alarm-views.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { type AlarmEventRow, listMutes, type MuteRow } from "../../store/alarms/read-alarms.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";

const HISTORY = 50;

/** `nightgrid alerts list` without a run: what is open, of the whole project. */
export async function listOpenAlarms(isAll: boolean, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const read = async () => ({
    views: await alarmViews(database, { dagId: null, isOpen: !isAll }),
    mutes: await listMutes(database),
  });
  const { views, mutes } = await retryUntilConnected(read, project.patience);
  output.json("alarms", { alarms: views.map(alarmJson), mutes: mutes.map(muteJson) });
  const none = isAll ? "No rule has been evaluated yet." : "No alarm is open.";
  for (const line of views.length === 0 ? [none] : alarmTable(views)) output.print(line);
  for (const mute of mutes) output.print(output.colors.yellow(muteText(mute)));
}

/** `nightgrid alerts show` */
export async function showAlarm(name: string, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const read = async () => {
    const named = await findAlarms(database, name);
    const views = await alarmViews(database, { dagId: named[0]?.dagId ?? null, isOpen: false });
    const shown = views.filter(({ alarm }) => named.some(({ id }) => id === alarm.id));
    return Promise.all(
      shown.map(async (view) => ({ view, history: await alarmHistory(database, view.alarm, HISTORY) })),
    );
  };
  const alarms = await retryUntilConnected(read, project.patience);
  output.json("alarm_histories", {
    alarms: alarms.map(({ view, history }) => ({ ...alarmJson(view), history: history.map(alarmEventJson) })),
  });
  for (const { view, history } of alarms) {
    for (const line of [...headLines(view), "", ...historyTable(history)]) output.print(line);
  }
}

/** What a person wants to know first: silenced, taken care of, or neither. */
function stateText({ alarm, mute, isDagRemoved }: AlarmView): string {
  if (isDagRemoved && alarm.state !== "quiet") return `${alarm.state}, its DAG is removed`;
  if (mute !== null && alarm.state !== "quiet") return `${alarm.state}, muted`;
  if (alarm.ackedBy !== null && alarm.state !== "quiet") return `${alarm.state}, acknowledged`;
  return alarm.state === "quiet" && alarm.told ? "over, not told yet" : alarm.state;
}

function alarmTable(views: readonly AlarmView[]): readonly string[] {
  const rows = views.map((view) => {
    const { dagId, rule, subject, severity, firingSince, lastRunId, reason } = view.alarm;
    const since = firingSince === null ? "" : minute(firingSince);
    return [
      `${dagId}/${rule}`,
      subject,
      stateText(view),
      severity,
      since,
      lastRunId ?? "",
      printableLine(reason ?? ""),
    ];
  });
  const leftColumns = [0, 1, 2, 3, 4, 5, 6];
  return textTable([["alarm", "of", "state", "severity", "firing since (UTC)", "last run", "reason"], ...rows], {
    leftColumns,
  });
}

function headLines(view: AlarmView): readonly string[] {
  const { dagId, rule, subject, severity, firingSince, firedAt, reason, lastRunId } = view.alarm;
  const { ackedBy, ackNote, ackedUntil } = view.alarm;
  const until = ackedUntil === null ? "until it is over" : `until ${ackedUntil.toISOString()}`;
  return [
    `alarm         ${dagId}/${rule} of ${subject}`,
    `state         ${stateText(view)}`,
    `severity      ${severity}`,
    ...(firingSince === null ? [] : [`firing since  ${firingSince.toISOString()}`]),
    ...(firedAt === null ? [] : [`told          ${firedAt.toISOString()}`]),
    ...(reason === null ? [] : [`reason        ${printableLine(reason)}`]),
    ...(ackedBy === null ? [] : [`acknowledged  by ${printableLine(`${ackedBy}: ${ackNote ?? ""}`)}, ${until}`]),
    ...(view.mute === null ? [] : [`muted         ${muteText(view.mute)}`]),
    ...(lastRunId === null ? [] : [`last run      ${lastRunId}`]),
  ];
}

function historyTable(history: readonly AlarmEventRow[]): readonly string[] {
  if (history.length === 0) return ["Nothing has happened to it yet."];
  const rows = history.map(({ at, event, by, runId, note, until }) => {
    const what = until === null ? (note ?? "") : `${note ?? ""} (until ${until.toISOString()})`;
    return [minute(at), event, by ?? runId ?? "", printableLine(what)];
  });
  return textTable([["at (UTC)", "event", "by", "note"], ...rows], { leftColumns: [0, 1, 2, 3] });
}

function muteText({ dagId, rule, by, note, until }: MuteRow): string {
  const what = dagId === null ? "all" : rule === null ? dagId : `${dagId}/${rule}`;
  return printableLine(`${what} is muted by ${by} until ${until.toISOString()}: ${note}`);
}

function minute(at: Date): string {
  return at.toISOString().slice(0, 16).replace("T", " ");
}
