import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** What the programs of a backtest have taken, of all their tries. */
export interface CellUsageSummary {
  /** Of its task, such as `backtest`. */
  readonly task: string;
  readonly programs: number;
  readonly medianMs: number;
  /** Null where the system did not tell. */
  readonly medianCpuMs: number | null;
  readonly peakBytes: number | null;
}

/** Of the backtests of a run whose cells are programs, in the order of the graph. */
export async function summarizeUsage(connection: Connection, runId: RunId): Promise<readonly CellUsageSummary[]> {
  const { rows } = await connection.query<CellUsageSummary>({
    name: "summarize-usage",
    text: `
      select task.key as task, count(*)::int as programs,
        percentile_cont(0.5) within group (order by (used ->> 'durationMs')::float8) as "medianMs",
        percentile_cont(0.5) within group (order by (used ->> 'cpuMs')::float8) as "medianCpuMs",
        max((used ->> 'peakBytes')::float8) as "peakBytes"
      from task join attempt on attempt.task_id = task.id cross join jsonb_array_elements(attempt.usage) as used
      where task.run_id = $1 and attempt.usage is not null
      group by task.id, task.key, task.position order by task.position`,
    values: [runId],
  });
  return rows;
}
