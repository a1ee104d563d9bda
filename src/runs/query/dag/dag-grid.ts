import type { TaskKind, TaskPhase, TaskState } from "../../../core/names/states.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { type GridTasks, listGridTasks } from "../../../store/service/dag-grid.ts";
import { listMarks, type RunMark } from "../../../store/service/overview.ts";
import { readKnownDag } from "./known-dag.ts";

/** The last runs of a DAG, task by task. */
export interface DagGrid {
  /** The latest first. */
  readonly runs: readonly RunMark[];
  readonly rows: readonly GridRow[];
}

export interface GridRow {
  /** Of the task; null of all of its phase together. */
  readonly key: string | null;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  /** One per run; null where the run has no such task. */
  readonly entries: readonly (GridEntry | null)[];
}

interface GridEntry {
  readonly tasks: GridTasks;
  readonly state: TaskState;
}

/** More tasks than this of one phase share a row. */
const MOST_ROWS = 200;

/** What a reader has to know first. */
const WORST_FIRST: readonly TaskState[] = [
  "failed",
  "running",
  "queued",
  "waiting",
  "cancelled",
  "skipped",
  "succeeded",
];

/** @throws AppError DAG_NOT_FOUND */
export async function dagGrid(connection: Connection, dagId: string, limit: number): Promise<DagGrid> {
  await readKnownDag(connection, dagId);
  const runs = await listMarks(connection, dagId, limit);
  const found = await listGridTasks(
    connection,
    runs.map(({ id }) => id),
    MOST_ROWS,
  );
  const byRow = Map.groupBy(found, ({ phase, kind, key }) => `${phase} ${kind} ${key ?? ""}`);
  const rows = [...byRow.values()].flatMap((tasks) => {
    const [first] = tasks;
    if (first === undefined) return [];
    const { key, kind, phase } = first;
    const ofRun = new Map(tasks.map((one) => [one.runId, one]));
    const entries = runs.map(({ id }) => entryOf(ofRun.get(id)));
    return [{ key, kind, phase, entries, position: Math.min(...tasks.map(({ position }) => position)) }];
  });
  return { runs, rows: rows.toSorted((a, b) => PHASES[a.phase] - PHASES[b.phase] || a.position - b.position) };
}

const PHASES: Readonly<Record<TaskPhase, number>> = { before: 0, backtest: 1, after: 2 };

function entryOf(tasks: GridTasks | undefined): GridEntry | null {
  if (tasks === undefined) return null;
  const state = WORST_FIRST.find((one) => tasks.states.includes(one)) ?? "waiting";
  return { tasks, state };
}
