import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import { strategyName } from "../../../factory/strategy-name.ts";
import type { DagDetail, DagText } from "../../../runs/query/dag/dag-detail.ts";
import type { DagGrid, GridRow } from "../../../runs/query/dag/dag-grid.ts";
import type { DagHistory } from "../../../runs/query/dag/dag-history.ts";
import type { DagTicks } from "../../../runs/query/dag/dag-ticks.ts";
import { axisValues } from "../../../runs/query/sweep/axis-values.ts";
import type { SeenVersion } from "../../../store/service/dag-versions.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { scheduleKeysJson } from "../schedules-json.ts";
import { dagError, markJson, pausedJson } from "./overview-json.ts";
import { axisJson, metricJson } from "./sweep-json.ts";

export function dagDetailJson({ dag, spec, next, backtests, versions }: DagDetail): ServiceDocuments["dag_detail"] {
  const schedule = spec?.schedule ?? null;
  return {
    dag: dag.id,
    file: dag.file,
    state: dag.state,
    error: dagError(dag.error),
    description: spec?.description ?? "",
    tags: spec?.tags ?? [],
    paused: pausedJson(dag),
    schedule: schedule === null ? null : scheduleKeysJson(schedule),
    next: next.map((at) => at.toISOString()),
    backtests: backtests.map(({ backtest, grid }) => ({
      backtest: backtest.name,
      strategy: strategyName(backtest.strategy),
      objective: backtest.objective,
      params: backtest.params,
      axes: axisValues(grid).map(axisJson),
      cells: grid.count,
    })),
    versions: versions.map((version) => versionJson(version, version.hash === dag.hash)),
  };
}

export function dagTextJson({ version, seen, isCurrent }: DagText): ServiceDocuments["dag_text"] {
  return { dag: version.dagId, ...versionJson(seen, isCurrent), yaml: version.yaml };
}

function versionJson({ hash, firstSeen, lastSeen, runs }: SeenVersion, isCurrent: boolean) {
  return {
    hash,
    first_seen: firstSeen.toISOString(),
    last_seen: lastSeen?.toISOString() ?? null,
    runs,
    current: isCurrent,
  };
}

export function dagGridJson(dag: string, { runs, rows }: DagGrid): ServiceDocuments["dag_grid"] {
  return {
    dag,
    runs: runs.map(markJson),
    rows: rows.map(({ key, kind, phase, entries }) => ({
      key: key ?? `${phase}.*`,
      kind,
      phase,
      folded: key === null,
      entries: entries.map(entryJson),
    })),
  };
}

function entryJson(entry: GridRow["entries"][number]): ServiceDocuments["dag_grid"]["rows"][number]["entries"][number] {
  if (entry === null) return null;
  const { tasks, ended, kind, startedAt, finishedAt, cellsTotal, cellsDone, cellsFailed } = entry.tasks;
  const isOver = ended === tasks && startedAt !== null && finishedAt !== null;
  return {
    state: entry.state,
    tasks,
    ended,
    duration_ms: isOver ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : null,
    cells: kind === "backtest" ? { total: cellsTotal, done: cellsDone, failed: cellsFailed } : null,
  };
}

export function dagHistoryJson(
  dag: string,
  { backtest, metric, points, months, hasMore }: DagHistory,
): ServiceDocuments["dag_history"] {
  return {
    dag,
    backtest,
    metric: metricJson(metric),
    points: points.map(({ logicalDate, runId, value, reason }) => ({
      logical_date: logicalDate.toISOString(),
      run_id: runId,
      value,
      reason: UNDEFINED_REASONS.find((known) => known === reason) ?? null,
    })),
    months,
    more: hasMore,
  };
}

export function dagTicksJson(dag: string, year: number, { timezone, days }: DagTicks): ServiceDocuments["dag_ticks"] {
  return { dag, year, timezone, days: days.map(({ runId, ...day }) => ({ ...day, run_id: runId })) };
}
