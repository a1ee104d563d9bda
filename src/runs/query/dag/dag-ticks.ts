import type { Connection } from "../../../store/connection/transaction.ts";
import { type DayOfSlots, listDaysOfSlots } from "../../../store/service/dag-days.ts";
import { readKnownDag } from "./known-dag.ts";

/** What became of the slots of a year. */
export interface DagTicks {
  readonly timezone: string;
  readonly days: readonly DayOfSlots[];
}

/** @param year in the zone of the schedule; UTC for a DAG without one @throws AppError DAG_NOT_FOUND */
export async function dagTicks(connection: Connection, dagId: string, year: number): Promise<DagTicks> {
  const { spec } = await readKnownDag(connection, dagId);
  const timezone = spec?.schedule?.timezone ?? "UTC";
  return { timezone, days: await listDaysOfSlots(connection, { dagId, year, timezone }) };
}
