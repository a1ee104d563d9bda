import type { Project } from "../../app/project.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { findAlarms, muteTarget, strangeTarget } from "../../runs/alarms/alarm-views.ts";
import { endMutes, insertMute, setAck } from "../../store/alarms/write-alarms.ts";
import { printableLine } from "../../core/text/printable.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import type { CommandContext } from "../command-context.ts";
import { untilMoment } from "../options/until.ts";
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
  const act = changeAct(options, project);
  const changed = await inTransaction(project.deps.database, async (transaction) => {
    const until = options.until === undefined ? null : untilMoment(options.until, await readNow(transaction));
    const alarms = await findAlarms(transaction, name);
    const ack = options.end === true ? null : { until };
    const done: string[] = [];
    for (const alarm of alarms) if (await setAck(transaction, alarm, ack, act)) done.push(alarm.subject);
    return { count: done.length, until };
  });
  if (changed.count === 0) {
    throw new AppError(
      "USAGE",
      options.end === true ? `${name} is not acknowledged.` : `${name} is quiet: there is nothing to acknowledge.`,
      {
        hint: "`nightgrid alerts list` lists what is open; mute what is to stay silent in future.",
      },
    );
  }
  const until = changed.until === null ? "until it is over" : `until ${changed.until.toISOString()}`;
  context.output.json("acknowledged_alarm", {
    alarm: name,
    acknowledged: options.end !== true,
    by: act.by,
    until: changed.until?.toISOString() ?? null,
  });
  context.output.print(
    options.end === true ? `${name} is acknowledged no more.` : `${name} is acknowledged by ${act.by}, ${until}.`,
  );
}

/** `nightgrid alerts mute` */
export async function muteAlarms(name: string, options: ChangeOptions, context: CommandContext): Promise<void> {
  const target = muteTarget(name);
  if (options.end !== true && options.until === undefined) {
    throw new AppError("USAGE", "A mute needs an end.", { hint: "Write --until 2d, or --until 2026-03-01." });
  }
  await using project = await openCommandProject(context, "work");
  const act = changeAct(options, project);
  const until = await inTransaction(project.deps.database, async (transaction) => {
    if (options.end === true) {
      if ((await endMutes(transaction, target, act)) > 0) return null;
      throw new AppError("USAGE", `${name} is not muted.`, { hint: "`nightgrid alerts list` shows every mute." });
    }
    const moment = untilMoment(options.until ?? "", await readNow(transaction));
    await insertMute(transaction, target, moment, act);
    return moment;
  });
  const strange = until === null ? null : await strangeTarget(project.deps.database, target);
  if (strange !== null) context.output.note(printableLine(strange));
  context.output.json("muted_alarms", {
    target: name,
    muted: until !== null,
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
