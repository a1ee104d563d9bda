import { statisticsRecord } from "../../analytics/overfitting/describe-judgement.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import type { AlarmEventRow } from "../../store/alarms/read-alarms.ts";
import type { AlertView } from "../../runs/query/show-run.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { waitJson } from "./wait-text.ts";
import { refusalNotes } from "./ranking-notes.ts";
import type { RunSummary } from "./run-summary.ts";

type Json = Readonly<Record<string, unknown>>;

/** The document of `run --json` and `show --json`. */
export function summaryJson(summary: RunSummary): Json {
  const { details, rankings, failures, tearsheet } = summary;
  const { tasks, artifacts, alerts } = details;
  const best = rankings[0]?.best[0];
  return {
    ...runJson(details.run),
    best: best === undefined ? null : cellJson(best),
    alerts: alertsJson(alerts),
    alarms: alarmEventsJson(details.alarmEvents),
    tearsheet,
    rankings: rankings.map(({ backtest, objective, best: cells, rarelyTraded, notes, judgement }) => ({
      backtest,
      objective,
      best: cells.map(cellJson),
      rarely_traded: { cells: rarelyTraded.cells, min_trades: rarelyTraded.minTrades },
      notes: [...notes, ...refusalNotes(cells.slice(0, 1))],
      statistics: judgement === null ? null : statisticsRecord(judgement),
    })),
    failures: failures.map(cellJson),
    tasks: tasks.map(taskJson),
    artifacts: artifacts.map(({ name, path, bytes }) => ({ name, path, bytes })),
  };
}

export function alertsJson(alerts: readonly AlertView[]): readonly Json[] {
  return alerts.map(({ rule, kind, message, deliveries }) => ({
    rule,
    kind,
    text: message.text,
    channels: deliveries.map(({ channel, state, attempts, lastError, heldUntil }) => ({
      channel,
      state,
      attempts,
      error: lastError,
      ...(heldUntil !== null && { held_until: new Date(heldUntil).toISOString() }),
    })),
  }));
}

/** What the end of a run did to alarms. */
export function alarmEventsJson(events: readonly AlarmEventRow[]): readonly Json[] {
  return events.map(({ rule, subject, event, note }) => ({ rule, subject, event, note }));
}

/** `succeeded`, `cached` and `failed` never overlap; together they are the cells that are done. */
export function runJson(run: RunRow): Json {
  return {
    run_id: run.id,
    dag: run.dagId,
    state: run.state,
    reason: run.reason,
    trigger: run.trigger,
    logical_date: run.logicalDate.toISOString(),
    cells: {
      total: run.cellsTotal,
      succeeded: run.cellsSucceeded,
      cached: run.cellsCached,
      failed: run.cellsFailed,
    },
    overrides: run.overrides,
    waits_for: run.finishedAt === null ? waitJson(run.waitsFor, run.waitUntil) : null,
    must_finish_at: run.mustFinishAt?.toISOString() ?? null,
    created_at: run.createdAt.toISOString(),
    started_at: run.startedAt?.toISOString() ?? null,
    finished_at: run.finishedAt?.toISOString() ?? null,
    duration_ms: run.finishedAt === null ? null : run.finishedAt.getTime() - run.createdAt.getTime(),
  };
}

export function cellJson({ backtest, cell, state, params, metrics, reasons, refused, error }: CellView): Json {
  return { backtest, cell, state, params, metrics, undefined: reasons, refused: refused ?? {}, error };
}

function taskJson({ key, kind, phase, state, attempts, error, startedAt, finishedAt }: TaskRow): Json {
  return {
    key,
    kind,
    phase,
    state,
    attempts,
    error,
    started_at: startedAt?.toISOString() ?? null,
    finished_at: finishedAt?.toISOString() ?? null,
  };
}
