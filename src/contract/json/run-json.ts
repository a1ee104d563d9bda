import { statisticsRecord } from "../../analytics/overfitting/describe-judgement.ts";
import { refusalNotes } from "../../runs/query/run-notes.ts";
import type { RunSummary } from "../../runs/query/run-summary.ts";
import { askedAt, type RunRow } from "../../store/run/runs.ts";
import type { TaskDelay } from "../../store/run/task-delays.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import type { ListedRunJson, RunJson, TaskJson } from "../schemas/run-schema.ts";
import { alertsJson, silentEventsJson } from "./alerts-json.ts";
import { namedVersionJson } from "./data/versions-json.ts";
import { cellJson } from "./cell-json.ts";
import { monteCarloJson } from "./study/monte-carlo-json.ts";
import { regressionJson } from "./study/regression-json.ts";
import { searchJson } from "./study/search-json.ts";
import { sensitivityJson } from "./study/sensitivity-json.ts";
import { cpcvJson, walkForwardJson } from "./study/study-json.ts";
import { waitJson } from "./wait-json.ts";

/** A run with what came of it. */
export function runJson({ details, rankings, failures, tearsheet }: RunSummary): RunJson {
  const { run, tasks, artifacts, alerts } = details;
  const best = rankings[0]?.best[0];
  return {
    ...listedRunJson(run),
    best: best === undefined ? null : cellJson(best),
    alerts: alertsJson(alerts),
    alarms: silentEventsJson(details.alarmEvents),
    tearsheet,
    data_versions: details.versions.map(namedVersionJson),
    rankings: rankings.map(({ backtest, objective, best: cells, rarelyTraded, notes, judgement, search, studies }) => ({
      backtest,
      objective,
      best: cells.map(cellJson),
      rarely_traded: { cells: rarelyTraded.cells, min_trades: rarelyTraded.minTrades },
      notes: [...notes, ...refusalNotes(cells.slice(0, 1))],
      statistics: judgement === null ? null : statisticsRecord(judgement),
      search: searchJson(search),
      walk_forward: studies.walkForward === null ? null : walkForwardJson(studies.walkForward),
      cpcv: studies.cpcv === null ? null : cpcvJson(studies.cpcv),
      monte_carlo: studies.monteCarlo === null ? null : monteCarloJson(studies.monteCarlo),
      sensitivity: studies.sensitivity === null ? null : sensitivityJson(studies.sensitivity),
      regression: studies.regression === null ? null : regressionJson(studies.regression),
    })),
    failures: failures.map(cellJson),
    tasks: tasks.map((task) =>
      taskJson(
        task,
        details.delays.find(({ taskId }) => taskId === task.id),
      ),
    ),
    artifacts: artifacts.map(({ name, path, bytes }) => ({ name, path, bytes })),
  };
}

/** A run as lists have it. `succeeded`, `cached` and `failed` never overlap; together they are the cells that are done. */
export function listedRunJson(run: RunRow): ListedRunJson {
  return {
    run_id: run.id,
    dag: run.dagId,
    state: run.status,
    reason: run.reason,
    trigger: run.trigger,
    priority: run.priority,
    logical_date: run.logicalDate.toISOString(),
    cells: {
      total: run.cellsTotal,
      succeeded: run.cellsSucceeded,
      cached: run.cellsCached,
      failed: run.cellsFailed,
    },
    overrides: run.overrides,
    waits_for: run.finishedAt === null ? waitJson(run.waitsFor, run.waitUntil) : null,
    paused:
      run.status === "paused" && run.pausedAt !== null
        ? { at: run.pausedAt.toISOString(), by: run.pausedBy ?? "", reason: run.pausedBecause }
        : null,
    retries: run.round,
    repeats: run.repeats,
    backfill: run.backfillId,
    must_finish_at: run.mustFinishAt?.toISOString() ?? null,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    duration_ms: run.finishedAt === null ? null : Math.max(0, run.finishedAt.getTime() - askedAt(run).getTime()),
  };
}

function taskJson(task: TaskRow, delay: TaskDelay | undefined): TaskJson {
  const { key, kind, phase, state, attempts, error, cellsExtended, extendedFrom, startedAt, finishedAt } = task;
  return {
    key,
    kind,
    phase,
    state,
    attempts,
    retry: delay?.retry ? { ...delay.retry, at: delay.retry.at.toISOString() } : null,
    waits_for_limit: delay?.limit ?? null,
    error,
    extended_from: extendedFrom === null ? null : { cells: cellsExtended, bars: extendedFrom },
    started_at: startedAt?.toISOString() ?? null,
    finished_at: finishedAt?.toISOString() ?? null,
  };
}
