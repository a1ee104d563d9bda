import { hasCells } from "../../../runs/kinds/study/study-tasks.ts";
import type { RunId } from "../../../core/names/ids.ts";
import type { Page } from "../../../runs/query/pages/page.ts";
import type { GraphTask, RunDetail } from "../../../runs/query/run/run-detail.ts";
import type { PagedAttempt } from "../../../store/service/page-attempts.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { runJson } from "../run-json.ts";
import { progressJson } from "./overview-json.ts";
import { totalJson } from "./run-page-json.ts";
import { cellCountsJson } from "./sweep-json.ts";

export function runDetailJson({ summary, progress, graph, deliveries }: RunDetail): ServiceDocuments["run_detail"] {
  const { run, spec } = summary.details;
  return {
    run: runJson(summary),
    dag_version: { hash: run.dagHash, timezone: spec.schedule?.timezone ?? null },
    snapshots: run.snapshotIds,
    dataset_version_ids: run.datasetVersionIds,
    code_hash: run.codeHash,
    seed: run.seed,
    progress: progress === null ? null : progressJson(progress),
    graph: graph.map(graphTaskJson),
    deliveries: deliveries.map(({ nextAt, deliveredAt, ...rest }) => ({
      ...rest,
      next_at: nextAt?.toISOString() ?? null,
      delivered_at: deliveredAt?.toISOString() ?? null,
    })),
  };
}

function graphTaskJson({ task, links, tries, progress }: GraphTask): ServiceDocuments["run_detail"]["graph"][number] {
  const { key, kind, phase, state, error, startedAt, finishedAt } = task;
  return {
    key,
    kind,
    phase,
    state,
    needs: links.needs,
    trigger_rule: links.triggerRule,
    started_at: startedAt?.toISOString() ?? null,
    finished_at: finishedAt?.toISOString() ?? null,
    cells: hasCells(task) ? cellCountsJson(task) : null,
    progress: progress === null ? null : progressJson(progress),
    attempts: { running: 0, succeeded: 0, failed: 0, lost: 0, cancelled: 0, ...tries },
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

export function attemptPageJson(
  { items, nextCursor, total }: Page<PagedAttempt>,
  { runId, runningOnly = false }: { readonly runId: RunId; readonly runningOnly?: boolean },
): ServiceDocuments["attempt_page"] {
  return {
    run_id: runId,
    items: items.map(attemptJson),
    next_cursor: nextCursor,
    total: totalJson(total),
    running_only: runningOnly,
  };
}

function attemptJson(attempt: PagedAttempt): ServiceDocuments["attempt_page"]["items"][number] {
  const { id, task, state, workerId, host, fromCell, toCell, tries, kills, progress, externalId } = attempt;
  const { programs, durationMs, cpuMs, peakBytes, error, startedAt, finishedAt } = attempt;
  return {
    attempt: id,
    task,
    state,
    worker: workerId,
    host,
    cells: fromCell === null || toCell === null ? null : { from: fromCell, to: toCell },
    tries,
    kills,
    progress,
    external_id: externalId,
    usage: programs === 0 ? null : { programs, duration_ms: durationMs ?? 0, cpu_ms: cpuMs, peak_bytes: peakBytes },
    error: error === null ? null : { code: error.code, message: error.message },
    started_at: startedAt.toISOString(),
    finished_at: finishedAt?.toISOString() ?? null,
  };
}
