import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { parseRunId } from "../../../core/names/ids.ts";
import { mayTouchDag, type Principal } from "../../../core/names/principal.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import { readRecord } from "../../../executors/script/cell-record.ts";
import { isScriptSpec, type ScriptSpec } from "../../../factory/dag-spec.ts";
import { readStoredSpec } from "../../../factory/stored-spec.ts";
import { pickExecutor } from "../../../runs/sweep/pick-executor.ts";
import { readDagVersion } from "../../../store/run/dags.ts";
import { readRun, type RunRow } from "../../../store/run/runs.ts";
import type { FormerService } from "../former-routes.ts";
import { FORMER_STATE, type FormerState, formerTime } from "./former-state.ts";
import { RUN_MANAGER_DAGS } from "./script-dag.ts";
import { type FormerReport, formerReport } from "./former-report.ts";

/** A run of one script, with the folder of its files. */
export interface ScriptRun {
  readonly run: RunRow;
  readonly backtest: ScriptSpec;
  /** Absolute. */
  readonly folder: string;
}

/** As the run manager answered it. */
export interface FormerRun {
  readonly run_id: string;
  /** From the folder of scripts. */
  readonly script_path: string;
  readonly params: Params;
  readonly status: FormerState;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  /** From the project's folder. */
  readonly output_dir: string;
  /** Null until it has ended, and where its files are on another host. */
  readonly exit_code: number | null;
  readonly error_message: string | null;
  readonly validation_results: FormerReport | null;
  readonly duration_seconds: number | null;
}

/** @throws AppError RUN_NOT_FOUND for what the run manager has not started, and for whom it is none of their business */
export async function requireScriptRun(id: string, principal: Principal, former: FormerService): Promise<ScriptRun> {
  const parsed = parseRunId(id);
  const run = parsed === null ? null : await readRun(former.service.project.deps.database, parsed);
  const isOurs = run !== null && run.dagId.startsWith(RUN_MANAGER_DAGS) && mayTouchDag(principal, run.dagId);
  const found = isOurs ? await scriptRun(run, former) : null;
  if (found !== null) return found;
  throw new AppError("RUN_NOT_FOUND", `Run not found: ${id}`, { hint: "GET /api/backtest/list has them." });
}

/** Null for a run whose DAG runs no script, or is gone. */
export async function scriptRun(run: RunRow, { service }: FormerService): Promise<ScriptRun | null> {
  const { database, executors } = service.project.deps;
  const version = await readDagVersion(database, run.dagHash);
  const backtest = version === null ? undefined : readStoredSpec(version).backtests.find(isScriptSpec);
  const folder = backtest && pickExecutor(backtest, executors).filesOf?.(backtest, run.id, 0);
  return backtest === undefined || folder === undefined ? null : { run, backtest, folder };
}

export async function formerRun({ run, backtest, folder }: ScriptRun, former: FormerService): Promise<FormerRun> {
  const { home, secrets } = former.service.project;
  const { createdAt, startedAt, finishedAt } = run;
  const record = await readRecord(folder);
  const isEnded = finishedAt !== null;
  const error = isEnded && run.status !== "succeeded" ? (record?.error ?? run.reason) : null;
  return {
    run_id: run.id,
    script_path: nameOf(backtest.strategy.path ?? "", former.scripts),
    params: backtest.params,
    status: FORMER_STATE[run.status],
    created_at: formerTime(createdAt),
    started_at: startedAt && formerTime(startedAt),
    completed_at: finishedAt && formerTime(finishedAt),
    output_dir: path.relative(home, folder).replaceAll("\\", "/"),
    exit_code: isEnded ? (record?.exit_code ?? null) : null,
    error_message: error === null ? null : secrets.mask(error),
    validation_results: isEnded && record?.validation ? formerReport(record.validation) : null,
    duration_seconds: startedAt && finishedAt && (finishedAt.getTime() - startedAt.getTime()) / 1000,
  };
}

function nameOf(file: string, scripts: string): string {
  const name = path.relative(scripts, file);
  return (name.startsWith("..") ? path.basename(file) : name).replaceAll("\\", "/");
}
