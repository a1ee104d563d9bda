import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** A day of a DAG's schedule. */
export interface DayOfSlots {
  /** `YYYY-MM-DD` in the zone that was asked for. */
  readonly day: string;
  readonly started: number;
  readonly queued: number;
  readonly skipped: number;
  readonly missed: number;
  /** The last run of the day; null for none. */
  readonly runId: RunId | null;
}

/** Days of a year with slots that were decided on, in order. */
export async function listDaysOfSlots(
  connection: Connection,
  { dagId, year, timezone }: { readonly dagId: string; readonly year: number; readonly timezone: string },
): Promise<readonly DayOfSlots[]> {
  const { rows } = await connection.query<DayOfSlots>({
    name: "list-days-of-slots",
    text: `
      select to_char(tick_at at time zone $2, 'YYYY-MM-DD') as day,
        count(*) filter (where outcome = 'started')::int as started, count(*) filter (where outcome = 'queued')::int as queued,
        count(*) filter (where outcome = 'skipped')::int as skipped, count(*) filter (where outcome = 'missed')::int as missed,
        (array_agg(run_id order by tick_at desc) filter (where run_id is not null))[1] as "runId"
      from tick
      where dag_id = $1 and tick_at >= make_timestamptz($3, 1, 1, 0, 0, 0, $2)
        and tick_at < make_timestamptz($3 + 1, 1, 1, 0, 0, 0, $2)
      group by 1 order by 1`,
    values: [dagId, timezone, year],
  });
  return rows;
}
