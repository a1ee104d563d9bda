import { isSweepStatistic, type SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { statisticsUnder } from "../../analytics/statistic-members.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import { describeMetric, isMetricId, METRIC_IDS, metricInfo } from "../../engine/metrics/metric-catalogue.ts";
import { reportAt, type Section } from "./section.ts";

/** Reports an objective that no cell of the engine has; warns of one that ranks all the same, or whose better end has to be known. */
export function checkObjective(section: Section, objective: string, strategy: KnownStrategy | null): void {
  if (isMetricId(objective)) {
    if (strategy !== null) warnOfObjective(section, objective, strategy);
    return;
  }
  const statistic = isSweepStatistic(objective);
  reportAt(section, ["objective"], {
    code: "DAG_VALUE_INVALID",
    ...(statistic ? statisticObjective(objective) : unknownObjective(objective)),
  });
}

/** Of a program, which may report metrics of its own. */
export function checkReportedObjective(section: Section, objective: string): void {
  if (isSweepStatistic(objective)) {
    reportAt(section, ["objective"], { code: "DAG_VALUE_INVALID", ...statisticObjective(objective) });
    return;
  }
  if (describeMetric(objective).better === null) warnOfDirection(section, objective);
}

function unknownObjective(objective: string) {
  return {
    message: `"objective" must be one of ${METRIC_IDS.join(", ")}, not ${JSON.stringify(objective)}.`,
    hint: suggestName(objective, METRIC_IDS),
  };
}

/** `pbo`, `dsr`, … are of a sweep: there is nothing to rank by them. */
function statisticObjective(id: SweepStatisticId) {
  const owner = statisticsUnder("best").includes(id) ? "best" : "sweep";
  return {
    message: `"${id}" is one number for the whole sweep, so its cells cannot be ranked by it.`,
    hint: `Rank by any metric of a cell, such as sharpe, and ask for ${owner}.${id} in an alert.`,
  };
}

function warnOfObjective(
  section: Section,
  objective: (typeof METRIC_IDS)[number],
  { name, kind }: KnownStrategy,
): void {
  const { from, better } = metricInfo(objective);
  if (from === "factor" && kind !== "panel") {
    const message = `${name} trades one symbol, so it gives no scores, and ${objective} is undefined in every cell.`;
    const hint = "Rank by a metric of the account, such as sharpe.";
    reportAt(section, ["objective"], { code: "DAG_VALUE_INVALID", severity: "warning", message, hint });
  } else if (better === null) {
    warnOfDirection(section, objective);
  }
}

function warnOfDirection(section: Section, objective: string): void {
  const { label } = describeMetric(objective);
  const message = `${label} is not better when it is higher or lower: the cells with the highest ${objective} rank first.`;
  reportAt(section, ["objective"], { code: "DAG_VALUE_INVALID", severity: "warning", message });
}
