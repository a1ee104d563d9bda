import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { parseRunId } from "../../../core/names/ids.ts";
import { mayTouchDag, type Principal } from "../../../core/names/principal.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import type { RunStatus } from "../../../core/names/states.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { readStoredSpec } from "../../../factory/stored-spec.ts";
import { listSweepViews } from "../../../runs/query/cell-view.ts";
import { listArtifacts } from "../../../store/artifacts.ts";
import { readDagVersion } from "../../../store/run/dags.ts";
import { readRun, type RunRow } from "../../../store/run/runs.ts";
import { listCells, type StoredMetrics } from "../../../store/sweep/read-cells.ts";
import type { ApiService } from "../../api-service.ts";
import { CRYPTO_DAGS } from "./backtest-dag.ts";

const FORMER_STATES = ["pending", "running", "success", "failed", "cancelled"] as const;
type FormerState = (typeof FORMER_STATES)[number];

const FORMER_STATE: Readonly<Record<RunStatus, FormerState>> = {
  queued: "pending",
  paused: "pending",
  running: "running",
  cancelling: "running",
  failing: "running",
  succeeded: "success",
  failed: "failed",
  cancelled: "cancelled",
};

/** A run of one backtest. */
export interface BacktestRun {
  readonly run: RunRow;
  readonly spec: DagSpec;
}

/** As the crypto pipeline had it in its table. */
export interface BacktestRow {
  readonly run_id: string;
  readonly strategy: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly initial_capital: number;
  readonly params: Params;
  readonly status: FormerState;
  /** Null until it has succeeded. */
  readonly metrics: Readonly<Record<string, number | null>> | null;
  /** From the project's folder; null without one. */
  readonly csv_path: string | null;
  readonly error: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** What a client of the crypto pipeline means by a state. @throws AppError USAGE */
export function statusesOf(text: string): readonly RunStatus[] {
  const found = Object.entries(FORMER_STATE).flatMap(([status, name]) => (name === text ? [status as RunStatus] : []));
  if (found.length > 0) return found;
  throw new AppError("USAGE", `There is no run state "${text}".`, { hint: suggestName(text, FORMER_STATES) });
}

/** @throws AppError RUN_NOT_FOUND for what the crypto pipeline has not started, and for whom it is none of their business */
export async function requireBacktest(id: string, principal: Principal, service: ApiService): Promise<BacktestRun> {
  const parsed = parseRunId(id);
  const run = parsed === null ? null : await readRun(service.project.deps.database, parsed);
  const isOurs = run !== null && run.dagId.startsWith(CRYPTO_DAGS) && mayTouchDag(principal, run.dagId);
  const found = isOurs ? await backtestRun(run, service) : null;
  if (found !== null) return found;
  throw new AppError("RUN_NOT_FOUND", `Backtest not found: ${id}`, { hint: "GET /backtests has them." });
}

/** Null where its DAG is gone. */
export async function backtestRun(run: RunRow, { project }: ApiService): Promise<BacktestRun | null> {
  const version = await readDagVersion(project.deps.database, run.dagHash);
  return version === null ? null : { run, spec: readStoredSpec(version) };
}

export async function backtestRow({ run, spec }: BacktestRun, { project }: ApiService): Promise<BacktestRow> {
  const { database } = project.deps;
  const [backtest] = spec.backtests;
  const { createdAt, startedAt, finishedAt, status, reason } = run;
  const isGood = status === "succeeded";
  const csv = isGood ? (await listArtifacts(database, run.id)).find(({ name }) => name.endsWith(".csv")) : undefined;
  return {
    run_id: run.id,
    strategy: run.dagId.slice(CRYPTO_DAGS.length),
    symbol: backtest?.data?.symbols[0] ?? "",
    timeframe: backtest?.data?.timeframe ?? "",
    start_date: backtest?.window.startDate ?? null,
    end_date: backtest?.window.endDate ?? null,
    initial_capital: backtest?.settings.initialCapital ?? 0,
    params: backtest?.params ?? {},
    status: FORMER_STATE[status],
    metrics: isGood ? await metricsOf({ run, spec }, project.deps) : null,
    csv_path: csv === undefined ? null : path.relative(project.home, csv.path).replaceAll("\\", "/"),
    error: finishedAt !== null && !isGood ? reason : null,
    created_at: createdAt.toISOString(),
    started_at: startedAt?.toISOString() ?? null,
    completed_at: finishedAt?.toISOString() ?? null,
  };
}

async function metricsOf(
  { run, spec }: BacktestRun,
  { database }: ApiService["project"]["deps"],
): Promise<Readonly<Record<string, number | null>> | null> {
  const [view] = await listSweepViews(database, { id: run.id, spec });
  if (view === undefined) return null;
  const [cell] = await listCells(database, { taskId: view.taskId, order: { by: "cell" }, cell: 0, limit: 1 });
  return cell?.result ? formerMetrics(cell.result.metrics) : null;
}

/** All of ours, and the fall from the peak under its old name: as a positive fraction, like `max_drawdown`. */
function formerMetrics(metrics: StoredMetrics): Readonly<Record<string, number | null>> {
  return { ...metrics, max_dd: metrics.max_drawdown };
}
