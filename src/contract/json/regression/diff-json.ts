import type { BacktestDiff, RunsDiff } from "../../../runs/diff/diff-runs.ts";
import type { CellDiff, RankedCell } from "../../../runs/diff/diff-results.ts";
import type { RunRow } from "../../../store/run/runs.ts";
import type { Documents } from "../../documents.ts";
import type { BacktestDiffJson } from "../../schemas/regression/diff-schema.ts";
import { inputsJson, instantOrNull } from "./inputs-json.ts";

export function diffJson({
  before,
  after,
  isSame,
  text,
  spec,
  added,
  removed,
  backtests,
}: RunsDiff): Documents["diff"] {
  return {
    before: sideJson(before),
    after: sideJson(after),
    same: isSame,
    text: { lines_added: text.linesAdded, lines_removed: text.linesRemoved },
    spec: spec.map(({ path, values: [old = null, now = null] }) => ({ path, before: old, after: now })),
    added,
    removed,
    backtests: backtests.map(backtestJson),
  };
}

function sideJson({ id, dagId, logicalDate, dagHash }: RunRow): Documents["diff"]["before"] {
  return { run_id: id, dag: dagId, logical_date: logicalDate.toISOString(), version: dagHash };
}

function backtestJson({ name, inputs, results, trades }: BacktestDiff): BacktestDiffJson {
  const { best, ranks } = results;
  return {
    backtest: name,
    inputs: inputsJson(inputs),
    objective: results.objective,
    cells: {
      common: results.common,
      changed: results.changed,
      added: results.added,
      removed: results.removed,
      failed_now: results.failedNow,
      failed_before: results.failedBefore,
    },
    metrics: results.metrics.map(({ metric, changed, lost, gained, largest }) => ({
      metric,
      changed,
      lost,
      gained,
      largest: largest && { params: largest.params, before: largest.before, after: largest.after },
    })),
    ranks: ranks && { correlation: ranks.correlation, moved: ranks.moved, top: ranks.top, kept: ranks.kept },
    best: best && { before: rankedJson(best.before), after: rankedJson(best.after) },
    changed: results.cells.map(changedJson),
    trades: tradesJson(trades),
  };
}

function rankedJson({ params, cellBefore, cellAfter, rankBefore, rankAfter }: RankedCell) {
  return { params, cell_before: cellBefore, cell_after: cellAfter, rank_before: rankBefore, rank_after: rankAfter };
}

function changedJson(cell: CellDiff): BacktestDiffJson["changed"][number] {
  return { ...rankedJson(cell), before: cell.objective.before, after: cell.objective.after };
}

const NONE = { before: null, after: null, same: null, changed: null, added: null, removed: null } as const;

function tradesJson(trades: BacktestDiff["trades"]): BacktestDiffJson["trades"] {
  if (trades === null) return null;
  const { cell, found } = trades;
  if ("code" in found)
    return {
      cell,
      error: { code: found.code, message: found.message },
      ...NONE,
      first_change: null,
      equity_from: null,
    };
  const { firstChange, equityFrom, before, after, same, changed, added, removed } = found;
  const moments = { first_change: instantOrNull(firstChange), equity_from: instantOrNull(equityFrom) };
  return { cell, error: null, before, after, same, changed, added, removed, ...moments };
}
