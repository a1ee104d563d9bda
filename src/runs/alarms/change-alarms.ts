import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { endMutes, insertMute, setAck } from "../../store/alarms/write-alarms.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { findAlarms, muteTarget } from "./alarm-views.ts";

/** Until when something of an alarm holds; gets the time of the database. @throws AppError USAGE */
export type UntilOf = (now: Date) => Date;

/**
 * Says that somebody takes care of an alarm, so that nobody is told of it again meanwhile.
 *
 * @param name `<dag>/<rule>` or `<dag>/<rule>/<subject>`
 * @param untilOf null: until it is over
 * @returns until when; null: until it is over
 * @throws AppError ALARM_NOT_FOUND; USAGE when it is quiet
 */
export async function ackAlarm(
  database: Database,
  name: string,
  { untilOf, act }: { readonly untilOf: UntilOf | null; readonly act: Act },
): Promise<Date | null> {
  return inTransaction(database, async (transaction) => {
    const until = untilOf === null ? null : untilOf(await readNow(transaction));
    if ((await setAll(transaction, name, { until }, act)) > 0) return until;
    throw new AppError("USAGE", `${name} is quiet: there is nothing to acknowledge.`, {
      hint: "`nightgrid alerts list` lists what is open; mute what is to stay silent in future.",
    });
  });
}

/** Takes it back. @throws AppError ALARM_NOT_FOUND; USAGE when it is not acknowledged */
export async function endAck(database: Database, name: string, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    if ((await setAll(transaction, name, null, act)) > 0) return;
    throw new AppError("USAGE", `${name} is not acknowledged.`, {
      hint: "`nightgrid alerts list` lists what is open; mute what is to stay silent in future.",
    });
  });
}

async function setAll(
  transaction: Parameters<typeof findAlarms>[0],
  name: string,
  ack: Parameters<typeof setAck>[2],
  act: Act,
): Promise<number> {
  let count = 0;
  for (const alarm of await findAlarms(transaction, name)) if (await setAck(transaction, alarm, ack, act)) count++;
  return count;
}

/**
 * Silences alarms that there are and those to come.
 *
 * @param name a DAG, `<dag>/<rule>`, or `all`
 * @throws AppError USAGE
 */
export async function muteAlarms(
  database: Database,
  name: string,
  { untilOf, act }: { readonly untilOf: UntilOf; readonly act: Act },
): Promise<Date> {
  const target = muteTarget(name);
  return inTransaction(database, async (transaction) => {
    const until = untilOf(await readNow(transaction));
    await insertMute(transaction, target, until, act);
    return until;
  });
}

/** Takes it back. @throws AppError USAGE when it is not muted */
export async function endMute(database: Database, name: string, act: Act): Promise<void> {
  const target = muteTarget(name);
  await inTransaction(database, async (transaction) => {
    if ((await endMutes(transaction, target, act)) > 0) return;
    throw new AppError("USAGE", `${name} is not muted.`, { hint: "`nightgrid alerts list` shows every mute." });
  });
}
