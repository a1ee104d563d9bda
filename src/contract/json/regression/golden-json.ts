import type { Params } from "../../../core/params/param-spec.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { STALE_AFTER_DAYS } from "../../../analytics/regression/compare-results.ts";
import type { GoldenCheck } from "../../../runs/golden/check-golden.ts";
import { type Golden, lastEntry } from "../../../runs/golden/golden.ts";
import type { GoldenCheckJson, GoldenJson } from "../../schemas/regression/golden-schema.ts";
import { inputsJson, instantOrNull } from "./inputs-json.ts";

export function goldenJson(golden: Golden, now: Date): GoldenJson {
  const { name, dag, backtest, history, tolerance, cells } = golden;
  const { at, by, why, run } = lastEntry(golden);
  const ageDays = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY_MS));
  return {
    name,
    dag,
    backtest,
    run_id: run,
    at,
    by,
    why,
    refreshes: history.length - 1,
    age_days: ageDays,
    stale: ageDays > STALE_AFTER_DAYS,
    cells: Object.keys(cells).length,
    tolerance: { rtol: tolerance.relative, atol: tolerance.absolute },
  };
}

/** @param limit how many changes are listed */
export function goldenCheckJson(check: GoldenCheck, now: Date, limit: number): GoldenCheckJson {
  const { golden, runId, same, results, trades, inputs } = check;
  return {
    golden: goldenJson(golden, now),
    run_id: runId,
    same,
    changes: results.changes
      .slice(0, limit)
      .map(({ cell, metric, before, after }) => ({ params: paramsOf(cell), metric, before, after })),
    changes_total: results.changes.length,
    missing: results.missingCells.map(paramsOf),
    incomparable: [...results.incomparable],
    trades: trades && tradesJson(trades),
    inputs: inputsJson(inputs),
  };
}

function tradesJson({ firstChange, ...counts }: NonNullable<GoldenCheck["trades"]>): GoldenCheckJson["trades"] {
  return { ...counts, first_change: instantOrNull(firstChange) };
}

function paramsOf(cell: string): Params {
  return JSON.parse(cell) as Params;
}
