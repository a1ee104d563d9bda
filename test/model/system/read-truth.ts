import type { Pool } from "pg";
import { unpackInts } from "../../../src/store/sweep/packed.ts";

/** What the database says, as it stands in its rows. */
export interface Truth {
  readonly runs: readonly TrueRun[];
  readonly tasks: readonly TrueTask[];
  readonly attempts: readonly TrueAttempt[];
  /** Of each task the state of each of its cells that has one. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly spares: readonly { readonly taskId: string; readonly from: number; readonly to: number }[];
}

export interface TrueRun {
  readonly id: string;
  readonly state: string;
  readonly stopping: string | null;
  readonly isPaused: boolean;
  readonly openTasks: number;
  readonly counts: string;
}

export interface TrueTask {
  readonly id: string;
  readonly runId: string;
  readonly state: string;
  readonly tries: number;
  readonly kills: number;
  readonly nextCell: number;
  readonly cellsTotal: number;
  readonly counts: string;
}

export interface TrueAttempt {
  readonly id: string;
  readonly taskId: string;
  readonly workerId: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly kills: number;
  readonly tries: number;
  readonly state: string;
}

const COUNTS = `concat_ws(' ', cells_done, cells_succeeded, cells_cached, cells_failed) as counts`;

interface PartRow {
  readonly taskId: string;
  readonly state: string;
  readonly first: number;
  readonly last: number;
  readonly numbers: Buffer | null;
}

export async function readTruth(database: Pool): Promise<Truth> {
  const rowsOf = async <T extends object>(sql: string): Promise<readonly T[]> => (await database.query<T>(sql)).rows;
  const [runs, tasks, attempts, parts, failed, spares] = await Promise.all([
    rowsOf<TrueRun>(
      `select id, state, stopping, paused_at is not null as "isPaused", open_tasks as "openTasks", ${COUNTS} from run`,
    ),
    rowsOf<TrueTask>(
      `select id::text, run_id as "runId", state, attempts as tries, kills, next_cell as "nextCell",
         cells_total as "cellsTotal", ${COUNTS} from task`,
    ),
    rowsOf<TrueAttempt>(
      `select id::text, task_id::text as "taskId", worker_id as "workerId", from_cell as from, to_cell as to, kills, tries, state
       from attempt order by attempt.id`,
    ),
    rowsOf<PartRow>(
      `select task_id::text as "taskId", state, first_cell as first, last_cell as last, numbers from sweep_part`,
    ),
    rowsOf<{ taskId: string; cell: number }>(`select task_id::text as "taskId", cell from failed_cell`),
    rowsOf<Truth["spares"][number]>(
      `select task_id::text as "taskId", from_cell as from, to_cell as to from spare_range`,
    ),
  ]);
  const cells = new Map<string, Map<number, string>>(tasks.map(({ id }) => [id, new Map<number, string>()]));
  const note = (taskId: string, cell: number, state: string): void => {
    const ofTask = cells.get(taskId);
    ofTask?.set(cell, ofTask.has(cell) ? `${state} and ${ofTask.get(cell)}` : state);
  };
  for (const { taskId, state, first, last, numbers } of parts) {
    const all =
      numbers === null ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : unpackInts(numbers);
    for (const cell of all) note(taskId, cell, state);
  }
  for (const { taskId, cell } of failed) note(taskId, cell, "failed");
  return { runs, tasks, attempts, cells, spares };
}
