import type { RunId } from "../../../core/names/ids.ts";
import { hasCells } from "../../kinds/study/study-tasks.ts";
import { readNow } from "../../../store/connection/database-clock.ts";
import {
  listRunDeliveries,
  listTaskLinks,
  listTaskTries,
  type RunDelivery,
  type TaskLinks,
  type TaskTries,
} from "../../../store/service/run-graph.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import type { ComputeDeps } from "../computed-metrics.ts";
import { type KeepFound, type RunSummary, summarizeRun } from "../run-summary.ts";
import { type Progress, progressOf } from "./run-progress.ts";

/** A run with the graph of its tasks, how far it is, and whom it has told. */
export interface RunDetail {
  readonly summary: RunSummary;
  /** Null once it has ended. */
  readonly progress: Progress | null;
  readonly graph: readonly GraphTask[];
  readonly deliveries: readonly RunDelivery[];
}

export interface GraphTask {
  readonly task: TaskRow;
  readonly links: Pick<TaskLinks, "triggerRule" | "needs">;
  readonly tries: TaskTries["states"];
  /** Of a backtest that computes; null of others. */
  readonly progress: Progress | null;
}

const TOP = 5;

/** @throws AppError RUN_NOT_FOUND, DAG_VERSION_UNREADABLE */
export async function runDetail(deps: ComputeDeps, id: RunId, keep?: KeepFound): Promise<RunDetail> {
  const { database } = deps;
  const summary = await summarizeRun(deps, id, TOP, keep);
  const { run, tasks } = summary.details;
  const [now, links, tries, deliveries] = await Promise.all([
    readNow(database),
    listTaskLinks(database, id),
    listTaskTries(database, id),
    listRunDeliveries(database, id),
  ]);
  const linksOf = new Map(links.map((one) => [one.taskId, one]));
  const triesOf = new Map(tries.map((one) => [one.taskId, one]));
  const underWay = tries.reduce((sum, one) => sum + one.underWay, 0);
  return {
    summary,
    progress: run.finishedAt === null ? progressOf(run, underWay, now) : null,
    graph: tasks.map((task) => ({
      task,
      links: linksOf.get(task.id) ?? { triggerRule: "all_success", needs: [] },
      tries: triesOf.get(task.id)?.states ?? {},
      progress:
        hasCells(task) && task.state === "running" ? progressOf(task, triesOf.get(task.id)?.underWay ?? 0, now) : null,
    })),
    deliveries,
  };
}
