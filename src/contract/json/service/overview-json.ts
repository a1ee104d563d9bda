import { isMap } from "../../../core/values/document-shape.ts";
import { isPaused } from "../../../runs/schedule/dag-pause.ts";
import type { DagOverview, Overview } from "../../../runs/query/home/overview.ts";
import type { Progress } from "../../../runs/query/run/run-progress.ts";
import type { OverviewDag, RunMark } from "../../../store/service/overview.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { alarmJson } from "../alerts-json.ts";
import { cellCountsJson, metricJson } from "./sweep-json.ts";

export function overviewJson({ at, dags, running, openRuns, alarms }: Overview): ServiceDocuments["overview"] {
  return {
    at: at.toISOString(),
    dags: dags.map(dagJson),
    running: running.map(({ run, progress }) => ({
      run_id: run.id,
      dag: run.dagId,
      state: run.status,
      logical_date: run.logicalDate.toISOString(),
      created_at: run.createdAt.toISOString(),
      started_at: run.startedAt?.toISOString() ?? null,
      cells: cellCountsJson(run),
      progress: progressJson(progress),
    })),
    open_runs: openRuns,
    alarms: alarms.map(alarmJson),
  };
}

function dagJson(view: DagOverview): ServiceDocuments["overview"]["dags"][number] {
  const { dag, summary, next, runs, best, openAlarms, severity } = view;
  return {
    dag: dag.id,
    file: dag.file,
    state: dag.state,
    error: dagError(dag.error),
    description: summary?.description ?? "",
    tags: summary?.tags ?? [],
    paused: pausedJson(dag),
    timezone: summary?.schedule?.timezone ?? null,
    next: next?.toISOString() ?? null,
    last: runs[0]?.status ?? null,
    runs: runs.map(markJson),
    best:
      best === null
        ? null
        : {
            run_id: best.runId,
            backtest: best.backtest,
            metric: { ...metricJson(best.metric), ...best.last },
            before: best.before?.value ?? null,
            before_reason: best.before?.reason ?? null,
          },
    alarms: { open: openAlarms, severity },
  };
}

export function markJson({ id, status, logicalDate, createdAt, durationMs }: RunMark) {
  return {
    run_id: id,
    state: status,
    logical_date: logicalDate.toISOString(),
    created_at: createdAt.toISOString(),
    duration_ms: durationMs === null ? null : Math.round(durationMs),
  };
}

export function pausedJson(dag: Pick<OverviewDag, "pausedAt" | "unpausedAt" | "pausedBy" | "pausedBecause">) {
  const { pausedAt, pausedBy, pausedBecause } = dag;
  if (pausedAt === null || !isPaused(dag)) return null;
  return { at: pausedAt.toISOString(), by: pausedBy ?? "", reason: pausedBecause };
}

export function progressJson({ done, cellsPerSecond, etaMs }: Progress) {
  return { done, cells_per_second: cellsPerSecond, eta_ms: etaMs };
}

/** The first diagnostic of a file that is broken, with its line; null for none. */
export function dagError(stored: unknown): string | null {
  const first: unknown = Array.isArray(stored) ? stored[0] : null;
  if (!isMap(first) || typeof first["message"] !== "string") return null;
  const { line } = first;
  return typeof line === "number" ? `line ${line}: ${first["message"]}` : first["message"];
}
