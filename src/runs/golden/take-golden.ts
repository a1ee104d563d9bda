import type { ComparedTrade } from "../../analytics/regression/compare-trades.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { readResultInputs } from "../../store/inputs/result-inputs.ts";
import { type CellRow, listCells, readCellsAt } from "../../store/sweep/read-cells.ts";
import { openRun, type OpenedRun, taskOf } from "../diff/diff-runs.ts";
import { openPastTask } from "../inputs/open-past.ts";
import { namedSweep, type SweepView } from "../query/cell-view.ts";
import { recomputeCell } from "../query/recompute-cell.ts";
import type { RunDeps } from "../run-deps.ts";
import type { Golden, GoldenInputs } from "./golden.ts";

/** What results a golden holds, without who took them for right. */
export type TakenResults = Pick<Golden, "dag" | "backtest" | "inputs" | "versions" | "cells" | "trades">;

export interface TakeRequest {
  readonly runId: RunId;
  /** Null for the first one of the DAG. */
  readonly backtest: string | null;
  /** The best so many; or those that a golden has, by their parameters. */
  readonly cells: number | readonly string[];
}

/** More trades than that are no file to be looked at. */
const MOST_TRADES = 10_000;

/** @throws AppError RUN_NOT_FOUND, ACTION_REFUSED for a run that did not succeed, USAGE, CELL_NOT_FOUND without a result */
export async function takeResults({ runId, backtest, cells }: TakeRequest, deps: RunDeps): Promise<TakenResults> {
  const opened = await openRun(runId, deps.database);
  const { run } = opened;
  if (run.state !== "succeeded") {
    throw new AppError("ACTION_REFUSED", `The run ${run.id} has not succeeded: it is ${run.status}`, {
      hint: "Name a run that has, or the DAG of one.",
    });
  }
  const view = namedSweep(opened.views, backtest);
  const rows = await rowsOf(view, cells, deps);
  const results = rows.flatMap(({ cell, result }) =>
    result === null ? [] : [{ name: canonicalJson(view.grid.cellAt(cell)), metrics: result.metrics }],
  );
  const [best] = typeof cells === "number" ? results : results.filter(({ name }) => name === cells[0]);
  if (results.length === 0) {
    throw new AppError("CELL_NOT_FOUND", `No cell of ${view.backtest.name} in the run ${run.id} is to be compared`, {
      hint: "Its cells failed, or its grid has none of the golden's.",
    });
  }
  const metrics = [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))];
  return {
    dag: run.dagId,
    backtest: view.backtest.name,
    inputs: await inputsOf(opened, view, deps),
    versions: Object.fromEntries(metrics.map((id) => [id, describeMetric(id).version])),
    cells: Object.fromEntries(results.map(({ name, metrics }) => [name, metrics])),
    trades: best === undefined ? null : await tradesOf(opened, view, best.name, deps),
  };
}

async function rowsOf(
  view: SweepView,
  cells: TakeRequest["cells"],
  { database }: RunDeps,
): Promise<readonly CellRow[]> {
  const { taskId, bestFirst, grid } = view;
  if (typeof cells === "number") return listCells(database, { taskId, order: bestFirst, limit: cells });
  const known = cells.flatMap((name) => grid.indexOf(JSON.parse(name) as Params) ?? []);
  return readCellsAt(database, taskId, known);
}

async function inputsOf(opened: OpenedRun, view: SweepView, { database }: RunDeps): Promise<GoldenInputs> {
  const base = taskOf(opened, view)?.base ?? null;
  const inputs = base === null ? null : await readResultInputs(database, base);
  return {
    dagVersion: opened.run.dagHash,
    base: base?.toString("hex") ?? "",
    parts: inputs?.parts ?? null,
    files: inputs?.files ?? null,
  };
}

async function tradesOf(
  { run, spec }: OpenedRun,
  view: SweepView,
  name: string,
  deps: RunDeps,
): Promise<readonly ComparedTrade[] | null> {
  const cell = view.grid.indexOf(JSON.parse(name) as Params);
  const choice = { backtest: view.backtest.name, cell };
  try {
    const { result } = await recomputeCell({ id: run.id, spec }, choice, deps, openPastTask);
    if (result.trades.length > MOST_TRADES) return null;
    return result.trades.map(({ symbol, side, entryTime, exitTime, units, entryPrice, exitPrice, pnl }) => ({
      symbol,
      side,
      entryTime,
      exitTime,
      units,
      entryPrice,
      exitPrice,
      pnl,
    }));
  } catch (error) {
    // Scripts have no trades of ours, and data or code can be gone: metrics are compared all the same.
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}
