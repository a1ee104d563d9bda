import type { Database } from "../../../store/connection/transaction.ts";
import { listQueueDepths } from "../../../store/service/queues.ts";
import { readNow } from "../../../store/connection/database-clock.ts";
import {
  type CountOf,
  countDags,
  countFiring,
  countJobs,
  countLastHour,
  countLeases,
  countRunsKept,
  countUndelivered,
  lastHourSeconds,
  oldestUndeliveredSeconds,
} from "../../../store/service/service-figures.ts";
import { listTableSizes, readStoredBytes } from "../../../store/service/storage.ts";
import { measureFiles } from "../../../store/retention/storage-by-dag.ts";
import { listSeenWorkers } from "../../../store/service/workers.ts";
import type { DagSummaries } from "../home/dag-summaries.ts";
import { lookAtScheduler } from "./overdue-dags.ts";

/** A number as Prometheus reads it; units by the end of the name. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const MOST_WORKERS = 1000;
const TABLES = 20;

/** All that is to be watched; those of one name stand together. A few milliseconds, but for the count of runs that are kept. */
export async function serviceFigures(database: Database, summaries: DagSummaries): Promise<readonly Figure[]> {
  return [
    ...(await runFigures(database)),
    ...(await queueFigures(database)),
    ...(await workerFigures(database)),
    ...(await outboxFigures(database)),
    ...(await schedulerFigures(database, summaries)),
    ...(await storageFigures(database)),
  ];
}

async function runFigures(database: Database): Promise<readonly Figure[]> {
  const kept = gauge("nightgrid_runs", "Runs that are kept, by state");
  const ended = gauge("nightgrid_last_hour_runs", "Runs that ended in the last hour, by state");
  const took = gauge(
    "nightgrid_last_hour_run_seconds",
    "How long the runs took that ended in the last hour, by quantile",
  );
  return [
    ...labelled(kept, "state", await countRunsKept(database)),
    ...labelled(ended, "state", await countLastHour(database)),
    ...labelled(took, "quantile", await lastHourSeconds(database)),
  ];
}

async function queueFigures(database: Database): Promise<readonly Figure[]> {
  const depths = await listQueueDepths(database);
  const now = await readNow(database);
  const parts = [
    { of: gauge("nightgrid_tasks_queued", "Tasks that could begin"), value: ({ queued }: Depth) => queued },
    { of: gauge("nightgrid_tasks_running", "Tasks that have begun"), value: ({ running }: Depth) => running },
    {
      of: gauge("nightgrid_tasks_waiting_for_limits", "Tasks that a limit holds back"),
      value: ({ waiting }: Depth) => waiting,
    },
    {
      of: gauge("nightgrid_tasks_queued_oldest_seconds", "Since the oldest run with a queued task was asked for"),
      value: ({ oldest }: Depth) => (oldest === null ? 0 : Math.max(0, now.getTime() - oldest.getTime()) / 1000),
    },
  ];
  const all = parts.flatMap(({ of, value }) =>
    depths.map((depth) => of({ priority: depth.priority, kind: depth.kind }, value(depth))),
  );
  const jobs = gauge("nightgrid_jobs", "Wake-ups in the queue: due, later, or taken by a worker");
  return [...all, ...labelled(jobs, "state", await countJobs(database))];
}

type Depth = Awaited<ReturnType<typeof listQueueDepths>>[number];

async function workerFigures(database: Database): Promise<readonly Figure[]> {
  const alive = (await listSeenWorkers(database, MOST_WORKERS)).filter(({ isAlive }) => isAlive);
  const leases = gauge("nightgrid_leases", "Attempts that run, by the kind of their tasks");
  return [
    gauge("nightgrid_workers", "Workers that are alive")({}, alive.length),
    gauge("nightgrid_slots", "Ranges that they can compute at a time")(
      {},
      sumOf(alive, ({ slots }) => slots),
    ),
    gauge("nightgrid_slots_busy", "Attempts that they have in their hands")(
      {},
      sumOf(alive, ({ busy }) => busy),
    ),
    ...labelled(leases, "kind", await countLeases(database)),
  ];
}

async function outboxFigures(database: Database): Promise<readonly Figure[]> {
  const waiting = gauge("nightgrid_outbox_undelivered", "Messages that wait for their delivery, by channel");
  const oldest = gauge("nightgrid_outbox_oldest_seconds", "Since the oldest of them was written");
  const firing = gauge("nightgrid_alarms_firing", "Alarms that fire, by severity");
  return [
    ...labelled(waiting, "channel", await countUndelivered(database)),
    oldest({}, await oldestUndeliveredSeconds(database)),
    ...labelled(firing, "severity", await countFiring(database)),
  ];
}

async function schedulerFigures(database: Database, summaries: DagSummaries): Promise<readonly Figure[]> {
  const { scheduled, overdue } = await lookAtScheduler(database, summaries);
  const late = gauge("nightgrid_scheduler_late_seconds", "Since the slot that is owed longest was due; 0 when none is");
  return [
    ...labelled(gauge("nightgrid_dags", "DAGs by the state of their files"), "state", await countDags(database)),
    gauge("nightgrid_dags_scheduled", "DAGs with a schedule that is kept")({}, scheduled),
    gauge("nightgrid_scheduler_overdue_dags", "Those with a slot that no scheduler has decided on")({}, overdue.length),
    late({}, (overdue[0]?.lateMs ?? 0) / 1000),
  ];
}

async function storageFigures(database: Database): Promise<readonly Figure[]> {
  const { databaseBytes, artifactBytes, parquetBytes } = await readStoredBytes(database);
  const tables = await listTableSizes(database, TABLES);
  const table = gauge("nightgrid_table_bytes", "The largest tables, with their indexes");
  const ofDag = gauge("nightgrid_run_file_bytes", "Files of runs that are kept, by DAG and kind");
  const files = await measureFiles(database);
  return [
    gauge("nightgrid_database_bytes", "Size of the database")({}, databaseBytes),
    ...tables.map(({ name, bytes }) => table({ table: name }, bytes)),
    gauge("nightgrid_artifact_bytes", "Artifacts of runs that are kept")({}, artifactBytes),
    ...files.map(({ dagId, kind, bytes }) => ofDag({ dag: dagId ?? "", kind }, bytes)),
    gauge("nightgrid_depot_run_bytes", "Files of runs that lie in the depot, as the database has them")(
      {},
      sumOf(files, ({ depotBytes }) => depotBytes),
    ),
    // The name by which an older system's dashboards know it; it falls when runs are deleted.
    gauge("backtest_parquet_storage_bytes_total", "Parquet files among them")({}, parquetBytes),
  ];
}

type Gauge = (labels: Figure["labels"], value: number) => Figure;

function gauge(name: string, help: string): Gauge {
  return (labels, value) => ({ name, help, type: "gauge", labels, value });
}

function labelled(of: Gauge, label: string, counts: readonly CountOf[]): readonly Figure[] {
  return counts.map((count) => of({ [label]: count.label }, count.value));
}

function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
