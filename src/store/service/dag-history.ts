import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** A metric of the best cell of a run. */
export interface NightPoint {
  readonly runId: RunId;
  readonly logicalDate: Date;
  readonly value: number | null;
  /** Why it is null; null also where nobody had asked for that metric then. */
  readonly reason: string | null;
}

export interface HistoryQuery {
  readonly dagId: string;
  readonly backtest: string;
  readonly metric: string;
  /** Logical dates from this on, and before that; null for all. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly limit: number;
  /** Of figures as they are stored. */
  readonly version: number;
}

/** Of the runs of a DAG that kept figures, the latest logical date first. */
export async function listNightPoints(connection: Connection, query: HistoryQuery): Promise<readonly NightPoint[]> {
  const { rows } = await connection.query<NightPoint>({
    name: "list-night-points",
    text: `
      select run.id as "runId", run.logical_date as "logicalDate", (figures #>> array['best', 'metrics', $3])::float8 as value,
        figures #>> array['best', 'reasons', $3] as reason
      from run_figures join run on run.id = run_figures.run_id
      where run_figures.dag_id = $1 and figures ->> 'backtest' = $2 and figures ->> 'version' = $4::text
        and ($5::timestamptz is null or run.logical_date >= $5) and ($6::timestamptz is null or run.logical_date < $6)
      order by run.logical_date desc, run.created_at desc limit $7`,
    values: [query.dagId, query.backtest, query.metric, query.version, query.from, query.to, query.limit],
  });
  return rows;
}

/** The latest run of a schedule that kept figures, with those; null before the first one. */
export async function readLastNight(
  connection: Connection,
  dagId: string | null,
): Promise<{
  readonly runId: RunId;
  readonly dagId: string;
  readonly logicalDate: Date;
  readonly figures: unknown;
} | null> {
  const { rows } = await connection.query<{ runId: RunId; dagId: string; logicalDate: Date; figures: unknown }>({
    name: "read-last-night",
    text: `
      select run.id as "runId", run.dag_id as "dagId", run.logical_date as "logicalDate", figures
      from run join run_figures on run_figures.run_id = run.id
      where run.finished_at is not null and run.trigger = 'schedule' and ($1::text is null or run.dag_id = $1)
      order by run.finished_at desc, run.id desc limit 1`,
    values: [dagId],
  });
  return rows[0] ?? null;
}
