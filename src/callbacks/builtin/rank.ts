import { describeJudgement } from "../../analytics/overfitting/describe-judgement.ts";
import { isFragile } from "../../analytics/ranking/plateau-score.ts";
import { csvRow } from "../../core/text/csv-row.ts";
import { formatQuantity } from "../../core/text/format-quantity.ts";
import type { Params } from "../../core/params/param-spec.ts";
import {
  type CellMetrics,
  SWEEP_METRIC_IDS,
  HEADLINE_METRIC_IDS,
  describeMetric,
  metricValue,
  METRICS,
} from "../../engine/metrics/metric-catalogue.ts";
import type { CellView } from "../callback-context.ts";
import { cellColumns } from "../cells-to-csv.ts";
import { defineCallback } from "../define-callback.ts";
import { textTable } from "../../core/text/text-table.ts";

/** An entry of the passed value `ranking` and of `ranking.json`. */
interface RankedCell {
  readonly backtest: string;
  /** 1 is best. */
  readonly rank: number;
  readonly cell: number;
  readonly params: Params;
  readonly metrics: CellMetrics;
  /** Of the best cell: whether its neighbours do much worse. Null for all others, and where that is unknown. */
  readonly fragile: boolean | null;
}

const LOGGED_METRICS: ReadonlySet<string> = new Set(HEADLINE_METRIC_IDS);

/** Ranks the cells of every backtest by its objective. */
export const rank = defineCallback({
  description: "Logs the best cells, writes ranking.csv and ranking.json, and passes them on as `ranking`",
  options: { top: { kind: "int", default: 10, min: 1, max: 10_000, description: "Cells per backtest" } },
  async run({ dag, results, artifacts, values, options, log }) {
    const ranking: RankedCell[] = [];
    for (const { name, objective } of dag.backtests) {
      const judgement = await results.statistics(name);
      const fragile = judgement === null ? null : isFragile(judgement.plateau_score);
      const ranked = (await results.best(options.top, name)).flatMap((cell, index) => toRanked(cell, index, fragile));
      ranking.push(...ranked);
      log.info(`${name}: best ${ranked.length} by ${objective}`);
      for (const line of table(ranked, objective)) log.info(line);
      if (judgement !== null) log.info(describeJudgement(judgement));
    }
    await artifacts.write("ranking.csv", csv(ranking));
    await artifacts.write("ranking.json", `${JSON.stringify(ranking, null, 2)}\n`);
    await values.set("ranking", ranking);
  },
});

/** Failed cells have no rank. */
function toRanked(
  { backtest, cell, params, metrics }: CellView,
  index: number,
  bestIsFragile: boolean | null,
): readonly RankedCell[] {
  const fragile = index === 0 ? bestIsFragile : null;
  return metrics === null ? [] : [{ backtest, rank: index + 1, cell, params, metrics, fragile }];
}

function table(ranking: readonly RankedCell[], objective: string): readonly string[] {
  if (ranking.length === 0) return ["no cell has succeeded"];
  const usual = METRICS.filter(({ id }) => LOGGED_METRICS.has(id));
  const metrics = LOGGED_METRICS.has(objective) ? usual : [describeMetric(objective), ...usual];
  const names = paramNames(ranking);
  const header = ["#", ...names, ...metrics.map((metric) => metric.label)];
  const rows = ranking.map((entry) => [
    String(entry.rank),
    ...names.map((name) => String(entry.params[name] ?? "")),
    ...metrics.map(({ id, unit }) => {
      const value = metricValue(entry.metrics, id);
      return value === null || value === undefined ? "–" : formatQuantity(value, unit);
    }),
  ]);
  return textTable([header, ...rows]);
}

function csv(ranking: readonly RankedCell[]): string {
  const names = new Set([...SWEEP_METRIC_IDS, ...ranking.flatMap(({ metrics }) => Object.keys(metrics))]);
  const columns = cellColumns(paramNames(ranking), [...names]).filter((column) => column.name !== "state");
  const header = csvRow(["backtest", "rank", ...columns.map((column) => column.name)]);
  const rows = ranking.map((entry) => {
    const view: CellView = { ...entry, state: "succeeded", reasons: {}, refused: null, error: null };
    return csvRow([entry.backtest, entry.rank, ...columns.map((column) => column.value(view))]);
  });
  return header + rows.join("");
}

/** Backtests may differ in their parameters: all of them, in order of appearance. */
function paramNames(ranking: readonly RankedCell[]): readonly string[] {
  return [...new Set(ranking.flatMap((entry) => Object.keys(entry.params)))];
}
