import { describeJudgement } from "../../analytics/overfitting/describe-judgement.ts";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { SWEEP_STATISTICS } from "../../analytics/statistic-catalogue.ts";
import { statisticsUnder } from "../../analytics/statistic-members.ts";
import { formatQuantity, type QuantityUnit } from "../../core/text/format-quantity.ts";
import { ANY_MEMBER } from "../../core/templates/template-paths.ts";
import { type ComputedMetricId, isComputedMetric, METRICS } from "../../engine/metrics/metric-catalogue.ts";
import type { CallbackContext, CellCounts, CellView } from "../callback-context.ts";

/** The names that the templates of `notify` may use; every value is ready for people to read. */
export interface NoticeView {
  readonly run: { readonly id: string; readonly logical_date: string; readonly state: string };
  readonly dag: { readonly id: string; readonly description: string };
  readonly cells: CellCounts;
  /** Metric ids and statistics of the best cell (`12.30%`, or `–` when undefined), `cell`, `backtest` and `params.<name>`. */
  readonly best: Readonly<Record<string, unknown>>;
  /** Statistics of the grid, and the `judgement` in one line, empty when there is none. */
  readonly sweep: Readonly<Record<string, unknown>>;
}

const NOTHING = "–";

/** What templates are checked against when the DAG file is read. */
export const SAMPLE_VIEW: NoticeView = {
  run: { id: "", logical_date: "", state: "" },
  dag: { id: "", description: "" },
  cells: { total: 0, succeeded: 0, cached: 0, failed: 0 },
  best: bestView(null, { [ANY_MEMBER]: "" }, null),
  sweep: sweepView(null),
};

/** @param texts the templates: metrics that a sweep does not keep are computed where one of them names them */
export async function noticeView(
  { run, dag, results }: Pick<CallbackContext, "run" | "dag" | "results">,
  texts: readonly string[],
): Promise<NoticeView> {
  const [best = null] = await results.best(1, undefined, namedMetrics(texts));
  const judgement = await results.statistics();
  const computed = best?.metrics == null ? null : best;
  return {
    run: { id: run.id, logical_date: run.logicalDate.toISOString().slice(0, 10), state: run.state },
    dag: { id: dag.id, description: dag.description },
    cells: run.cells,
    best: bestView(computed, computed?.params ?? (await emptyParams(results)), judgement),
    sweep: sweepView(judgement),
  };
}

/** May be more than are shown, such as the name of a parameter. */
function namedMetrics(texts: readonly string[]): readonly ComputedMetricId[] {
  const names = texts.flatMap((text) => text.match(/{{[^}]*}}/g) ?? []).flatMap((inner) => inner.match(/\w+/g) ?? []);
  return [...new Set(names)].filter(isComputedMetric);
}

function bestView(
  best: CellView | null,
  params: Readonly<Record<string, unknown>>,
  judgement: SweepJudgement | null,
): NoticeView["best"] {
  const metrics = METRICS.map(({ id, unit }) => {
    return [id, textOf(best?.metrics?.[id] ?? null, unit)];
  });
  const { cell = NOTHING, backtest = NOTHING } = best ?? {};
  return { ...Object.fromEntries(metrics), ...statistics("best", judgement), cell, backtest, params };
}

function sweepView(judgement: SweepJudgement | null): NoticeView["sweep"] {
  return {
    ...statistics("sweep", judgement),
    judgement: judgement === null ? "" : describeJudgement(judgement),
  };
}

function statistics(owner: "best" | "sweep", judgement: SweepJudgement | null): Readonly<Record<string, string>> {
  const ids = statisticsUnder(owner);
  const shown = SWEEP_STATISTICS.filter(({ id }) => ids.includes(id));
  return Object.fromEntries(shown.map(({ id, unit }) => [id, textOf(judgement?.[id].value ?? null, unit)]));
}

function textOf(value: number | null, unit: QuantityUnit): string {
  return value === null ? NOTHING : formatQuantity(value, unit);
}

/** Without a best cell `{{best.params.fast}}` still has to be a name: those of any cell. */
async function emptyParams(results: CallbackContext["results"]): Promise<Readonly<Record<string, unknown>>> {
  for await (const cell of results.all()) {
    return Object.fromEntries(Object.keys(cell.params).map((name) => [name, NOTHING]));
  }
  return {};
}
