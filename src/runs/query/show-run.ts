import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import { readStoredMessage } from "../../alerts/message/stored-message.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readStoredSpec } from "../../factory/stored-spec.ts";
import { type AlarmEventRow, listRunEvents } from "../../store/alarms/read-alarms.ts";
import { type AlertRow, listAlerts } from "../../store/alerts.ts";
import { type ArtifactRow, listArtifacts } from "../../store/artifacts.ts";
import { type CellUsageSummary, summarizeUsage } from "../../store/run/cell-usage.ts";
import { type DatasetVersionRow, readVersions } from "../../store/datasets/dataset-versions.ts";
import { readDagVersion } from "../../store/run/dags.ts";
import { findRunId } from "../../store/run/list-runs.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { listTaskDelays, type TaskDelay } from "../../store/run/task-delays.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import type { Database } from "../../store/connection/transaction.ts";

/** All there is to know about a run but its cells and its log. */
export interface RunDetails {
  readonly run: RunRow;
  /** The DAG as it was when the run started, with the run's overrides. */
  readonly spec: DagSpec;
  readonly yaml: string;
  /** In the order of the graph. */
  readonly tasks: readonly TaskRow[];
  /** What those of them wait for that have not ended. */
  readonly delays: readonly TaskDelay[];
  readonly artifacts: readonly ArtifactRow[];
  readonly alerts: readonly AlertView[];
  /** What the end of the run did to the alarms of its DAG, also where nobody was told. */
  readonly alarmEvents: readonly AlarmEventRow[];
  /** Of backtests whose cells are programs. */
  readonly usage: readonly CellUsageSummary[];
  /** Which versions of their data its backtests read, by dataset. */
  readonly versions: readonly DatasetVersionRow[];
}

export interface AlertView extends AlertRow {
  readonly message: AlertMessage;
}

/** @throws AppError RUN_NOT_FOUND, DAG_VERSION_UNREADABLE */
export async function showRun(database: Database, id: RunId): Promise<RunDetails> {
  const run = await readRun(database, id);
  const version = run === null ? null : await readDagVersion(database, run.dagHash);
  if (run === null || version === null) throw notFound(id);
  const [tasks, delays, artifacts, alerts, alarmEvents, usage, versions] = await Promise.all([
    listTasks(database, id),
    listTaskDelays(database, id),
    listArtifacts(database, id),
    listAlerts(database, id),
    listRunEvents(database, id),
    summarizeUsage(database, id),
    readVersions(database, run.datasetVersionIds),
  ]);
  const views = alerts.map((alert) => ({ ...alert, message: readStoredMessage({ ...alert, runId: id }) }));
  return {
    run,
    spec: readStoredSpec(version),
    yaml: version.yaml,
    tasks,
    delays,
    artifacts,
    alerts: views,
    alarmEvents,
    usage,
    versions,
  };
}

/**
 * Finds a run by what a person types: its id, the name of a DAG (its last run), or `last`.
 *
 * @throws AppError RUN_NOT_FOUND
 */
export async function findRun(database: Database, name: string): Promise<RunId> {
  const id = await findRunId(database, name);
  if (id === null) throw notFound(name);
  return id;
}

function notFound(name: string): AppError {
  if (name === "last") {
    return new AppError("RUN_NOT_FOUND", "There are no runs yet", {
      hint: "Start one with: nightgrid run dags/<file>.yaml",
    });
  }
  return new AppError("RUN_NOT_FOUND", `There is no run "${name}"`, {
    hint: "`nightgrid runs` lists them; the name of a DAG stands for its last run, and so does `last`.",
  });
}
