import { endlessValue } from "../../core/metrics/metric-set.ts";
import type { SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { METRIC_IDS, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import { isLossless } from "../../core/metrics/undefined-reason.ts";
import type { AlertFacts } from "../alert-facts.ts";
import { statisticsUnder } from "../../analytics/statistic-members.ts";

/**
 * The facts as a condition sees them. An undefined metric or statistic is left out, so that reading it is an error and the
 * rule becomes undecided (and `has(best.sharpe)` can ask); a missing text of the run is empty. What is undefined
 * because nothing was lost is better than every number: Infinity, or -Infinity where lower is better.
 */
export function conditionValues(facts: AlertFacts): Readonly<Record<string, unknown>> {
  const { run, best, cells, judgement } = facts;
  const statistics = (ids: readonly SweepStatisticId[]) =>
    withoutNulls(Object.fromEntries(ids.map((id) => [id, judgement?.[id]?.value ?? null])));
  return {
    best: best === null ? {} : { ...metricValues(best), ...statistics(statisticsUnder("best")), params: best.params },
    sweep: statistics(statisticsUnder("sweep")),
    run: Object.fromEntries(Object.entries(run).map(([name, value]) => [name, value ?? ""])),
    cells,
  };
}

function metricValues({ metrics, reasons }: NonNullable<AlertFacts["best"]>): Readonly<Record<string, unknown>> {
  const endless = METRIC_IDS.filter((id) => isLossless(reasons[id]));
  const ends = endless.map((id) => [id, endlessValue(metricInfo(id))]);
  return { ...withoutNulls(metrics), ...Object.fromEntries(ends) };
}

function withoutNulls(values: Readonly<Record<string, number | null>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
