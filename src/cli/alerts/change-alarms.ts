import type { Project } from "../../app/project.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { muteTarget, strangeTarget } from "../../runs/alarms/alarm-views.ts";
import { ackAlarm as acknowledge, endAck, endMute, muteAlarms as mute } from "../../runs/alarms/change-alarms.ts";
import { printableLine } from "../../core/text/printable.ts";
import type { CommandContext } from "../command-context.ts";
import { untilMoment } from "../../contract/asked/until.ts";
import { openCommandProject } from "../project/open-project.ts";
import { actOf, reasonedAct } from "../options/act-options.ts";

export interface ChangeOptions {
  readonly by?: string;
  readonly reason?: string;
  /** As `reason`. */
  readonly why?: string;
  readonly until?: string;
  /** Takes it back. */
  readonly end?: boolean;
  readonly json?: boolean;
}

/** `nightgrid alerts ack` */
export async function ackAlarm(name: string, options: ChangeOptions, context: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  const act = changeAct(options, project);
  const isEnd = options.end === true;
  const { until: text } = options;
  const untilOf = text === undefined ? null : (now: Date) => untilMoment(text, now);
  const until = isEnd ? null : await acknowledge(database, name, { untilOf, act });
  if (isEnd) await endAck(database, name, act);
  context.output.json("acknowledged_alarm", {
    alarm: name,
    acknowledged: !isEnd,
    by: act.by,
    until: until?.toISOString() ?? null,
  });
  const how = until === null ? "until it is over" : `until ${until.toISOString()}`;
  context.output.print(isEnd ? `${name} is acknowledged no more.` : `${name} is acknowledged by ${act.by}, ${how}.`);
}

/** `nightgrid alerts mute` */
export async function muteAlarms(name: string, options: ChangeOptions, context: CommandContext): Promise<void> {
  const target = muteTarget(name);
  const isEnd = options.end === true;
  if (!isEnd && options.until === undefined) {
    throw new AppError("USAGE", "A mute needs an end.", { hint: "Write --until 2d, or --until 2026-03-01." });
  }
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  const act = changeAct(options, project);
  const untilOf = (now: Date): Date => untilMoment(options.until ?? "", now);
  const until = isEnd ? null : await mute(database, name, { untilOf, act });
  if (isEnd) await endMute(database, name, act);
  const strange = until === null ? null : await strangeTarget(database, target);
  if (strange !== null) context.output.note(printableLine(strange));
  context.output.json("muted_alarms", {
    target: name,
    muted: !isEnd,
    by: act.by,
    until: until?.toISOString() ?? null,
  });
  const what = name === "all" ? "Every alert" : name;
  context.output.print(
    until === null ? `${what} is muted no more.` : `${what} is muted by ${act.by} until ${until.toISOString()}.`,
  );
}

/** What is taken back needs no reason. */
function changeAct({ by, why, reason = why, end }: ChangeOptions, project: Project): Act {
  const options = { ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
  return end === true ? actOf(options, project) : reasonedAct(options, project);
}
