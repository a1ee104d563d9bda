import { compareJson } from "../../../contract/json/service/compare-json.ts";
import { cellDetailJson, sweepCellsJson } from "../../../contract/json/service/sweep-json.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { compareCells } from "../../../runs/query/compare/compare-cells.ts";
import { findRun, showRun } from "../../../runs/query/show-run.ts";
import { cellDetail } from "../../../runs/query/sweep/cell-detail.ts";
import { sweepPage } from "../../../runs/query/sweep/sweep-page.ts";
import { type OpenedSweep, openSweepView } from "../../../runs/query/sweep/sweep-reader.ts";
import { needed, optional } from "../arguments.ts";
import { MOST_ROWS } from "../capped-answer.ts";
import { type Tool, tool, type ToolDeps } from "../tool.ts";
import { RUN } from "./run-tools.ts";

const BACKTEST = optional("text", "name of a backtest of the run; the first one unless given");
const MOST_CELL = 2 ** 31 - 1;
const MOST_COMPARED = 10;
/** Of each cell, unless others are asked for: all of them would fill the answer with a few cells. */
const METRICS = ["sharpe", "sortino", "cagr", "total_return", "max_drawdown", "volatility", "win_rate", "total_trades"];

async function openSweep(run: string, backtest: string | undefined, deps: ToolDeps): Promise<OpenedSweep> {
  const { database } = deps.project.deps;
  const id = await findRun(database, run);
  const name = backtest ?? (await showRun(database, id)).spec.backtests[0]?.name ?? "";
  return openSweepView(deps.sweeps, { runId: id, backtest: name });
}

export const CELL_TOOLS: readonly Tool[] = [
  tool({
    name: "top_cells",
    description:
      "The ranking of a backtest: parameter combinations with their metrics, best first by its objective or by another metric.",
    takes: {
      run: RUN,
      backtest: BACKTEST,
      sort: optional("text", "a metric, a parameter, or cell; the objective unless given"),
      reversed: optional("flag", "worst first"),
      metrics: optional("texts", "ids of the metrics to show of each cell", MOST_ROWS),
      offset: optional("count", "how many of the ranking to leave out", MOST_CELL),
      limit: optional("count", "how many; 10 unless given", MOST_ROWS),
    },
    answer: async (
      { run, backtest, sort = null, reversed = false, metrics = METRICS, offset = 0, limit = 10 },
      deps,
    ) => {
      const sweep = await openSweep(run, backtest, deps);
      const page = await sweepPage(deps.sweeps, sweep, { sort, isReversed: reversed, offset, limit });
      const { cells, ...facts } = sweepCellsJson(sweep, page);
      const wanted = new Set([...metrics, facts.sort]);
      const list = cells.map((cell) => ({
        ...cell,
        metrics: picked(cell.metrics, wanted),
        undefined: picked(cell.undefined, wanted),
      }));
      const after = offset + cells.length;
      return {
        facts,
        rows: { name: "cells", list },
        ...(after < page.total && { next: `top_cells with offset: ${after}.` }),
        narrow: "Ask for fewer cells or metrics.",
      };
    },
  }),
  tool({
    name: "get_cell",
    description:
      "One parameter combination of a backtest: all its metrics with rank and percentile, why a metric is undefined, and its neighbours in the grid.",
    takes: { run: RUN, backtest: BACKTEST, cell: needed("count", "number of the cell", MOST_CELL) },
    answer: async ({ run, backtest, cell }, deps) => {
      const sweep = await openSweep(run, backtest, deps);
      const { metrics, ...facts } = cellDetailJson(sweep, await cellDetail(deps.sweeps, sweep, cell));
      const list = metrics.map(({ id, unit, value, reason, rank, percentile }) => ({
        id,
        unit,
        value,
        reason,
        rank,
        percentile,
      }));
      return { facts, rows: { name: "metrics", list } };
    },
  }),
  tool({
    name: "compare_runs",
    description:
      "Two or more runs beside each other by the best cell of a backtest: what differs in parameters, data, code and settings, then the metrics.",
    takes: {
      runs: needed("texts", "ids of two to ten runs", MOST_COMPARED),
      backtest: BACKTEST,
    },
    answer: async ({ runs, backtest }, deps) => {
      if (new Set(runs).size < 2) throw new AppError("USAGE", "Name two to ten different runs.");
      const refs: string[] = [];
      for (const run of runs) {
        const sweep = await openSweep(run, backtest, deps);
        const { cells } = await sweepPage(deps.sweeps, sweep, { sort: null, isReversed: false, offset: 0, limit: 1 });
        refs.push(`${sweep.run.id}:${sweep.view.backtest.name}:${cells[0]?.row.cell ?? 0}`);
      }
      const compared = await compareCells(deps.sweeps, { refs, series: false }, deps.project.deps);
      const { cells, differences, metrics } = compareJson(compared);
      const list = metrics.map(({ metric, values, reasons }) => ({
        id: metric.id,
        unit: metric.unit,
        values,
        reasons,
      }));
      return { facts: { best_cells: cells, differences }, rows: { name: "metrics", list } };
    },
  }),
];

function picked<T>(
  all: Readonly<Record<string, T>> | null,
  wanted: ReadonlySet<string>,
): Readonly<Record<string, T>> | null {
  return all && Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}
