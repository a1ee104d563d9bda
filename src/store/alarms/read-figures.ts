import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** Figures of the last runs of a DAG that succeeded and were no experiment, the latest first. */
export async function readLastFigures(
  connection: Connection,
  request: { readonly dagId: string; readonly exceptRun: RunId; readonly limit: number },
): Promise<readonly unknown[]> {
  const { rows } = await connection.query<{ figures: unknown }>(
    `select figures from run_figures where dag_id = $1 and run_id <> $2 order by ended_at desc, run_id desc limit $3`,
    [request.dagId, request.exceptRun, request.limit],
  );
  return rows.map(({ figures }) => figures);
}

/** Null when there are none of that run. */
export async function readFigures(connection: Connection, runId: string): Promise<unknown> {
  const { rows } = await connection.query<{ figures: unknown }>(`select figures from run_figures where run_id = $1`, [
    runId,
  ]);
  return rows[0]?.figures ?? null;
}

export interface CauseRow {
  readonly specIndex: number;
  readonly cells: number;
  readonly cell: number;
  readonly message: string;
}

/**
 * Why cells of a run failed: messages that differ in numbers only are one cause, with that of its first cell. The most
 * frequent first.
 */
export async function readFailureCauses(
  connection: Connection,
  runId: RunId,
  limit: number,
): Promise<readonly CauseRow[]> {
  const { rows } = await connection.query<CauseRow>(
    `select task.spec_index as "specIndex", count(*)::int as cells, min(failed_cell.cell) as cell,
       (array_agg(left(failed_cell.error->>'message', 1000) order by failed_cell.cell))[1] as message
     from task join failed_cell on failed_cell.task_id = task.id
     where task.run_id = $1 and task.cells_failed > 0
     group by task.spec_index, regexp_replace(left(failed_cell.error->>'message', 200), '-?[0-9]+([.][0-9]+)?', '#', 'g')
     order by cells desc, cell limit $2`,
    [runId, limit],
  );
  return rows;
}
