import { suggestName } from "../../core/text/suggest-name.ts";
import { unmeasured } from "../../core/metrics/measured.ts";
import { TOLD_STUDIES, type ToldStudy } from "../../core/spec/study-spec.ts";
import type { SweepStatisticId } from "../../analytics/statistic-catalogue.ts";
import { statisticAt } from "../../analytics/statistic-members.ts";
import { isMetricId, METRIC_IDS, metricValue } from "../../engine/metrics/metric-catalogue.ts";
import type { AlertFacts, NightFigures } from "../alert-facts.ts";
import type { MemberPath } from "./condition-parts.ts";
import { type Earlier, nightPath } from "./rule-roots.ts";

/** Why something that a rule reads has no value. */
export interface Missing {
  readonly reason: string;
  /** There is too little history yet: the nights to come will mend it by themselves. */
  readonly isWaiting: boolean;
}

/** Null when the member has a value. */
export function missingReason(path: MemberPath, facts: AlertFacts, averageOver: number): Missing | null {
  const night = nightPath(path);
  if (night.earlier === null) return lasting(missingOfNight(path, facts));
  return missingOfEarlier(night.earlier, night.path, { facts, averageOver });
}

function missingOfEarlier(
  earlier: Earlier,
  path: MemberPath,
  { facts, averageOver }: { readonly facts: AlertFacts; readonly averageOver: number },
): Missing | null {
  const { nights, baseline, baselineId } = facts.history;
  switch (earlier) {
    case "previous": {
      const [previous] = nights;
      if (previous === undefined) return waiting("there is no earlier night to compare with yet");
      return ofNight(path, previous, "the previous night");
    }
    case "baseline":
      if (baselineId === null) return lasting("the DAG file names no notifications.baseline");
      if (baseline === null) return lasting(`there are no figures of the baseline ${baselineId}`);
      return ofNight(path, baseline, "the baseline");
    case "average": {
      if (nights.length < averageOver) {
        return waiting(`an average over ${averageOver} nights needs as many; there are ${nights.length} so far`);
      }
      const without = nights.slice(0, averageOver).find((night) => missingOfNight(path, night) !== null);
      return without === undefined ? null : ofNight(path, without, `one of ${averageOver} nights`);
    }
  }
}

function ofNight(path: MemberPath, night: NightFigures, name: string): Missing | null {
  const reason = missingOfNight(path, night);
  return reason === null ? null : lasting(`${name} (${night.run.id}): ${reason}`);
}

function lasting(reason: string | null): Missing | null {
  return reason === null ? null : { reason, isWaiting: false };
}

function waiting(reason: string): Missing {
  return { reason, isWaiting: true };
}

function missingOfNight(path: MemberPath, night: NightFigures): string | null {
  const [root, member, name] = path;
  const { best, cells } = night;
  const study = TOLD_STUDIES.find((one) => one === root);
  if (study !== undefined && member !== undefined) return missingOfStudy(study, member, night);
  if ((root !== "best" && root !== "sweep") || member === undefined) return null;
  if (best === null) {
    return cells.total === 0 ? "no cell was computed" : `no cell succeeded: ${cells.failed} of ${cells.total} failed`;
  }
  if (member === "params") {
    if (name === undefined || Object.hasOwn(best.params, name)) return null;
    return `there is no parameter ${name}; the parameters are ${Object.keys(best.params).join(", ")}`;
  }
  const statistic = statisticAt(root, member);
  if (statistic !== null) return missingStatistic(statistic, night);
  if (typeof metricValue(best.metrics, member) === "number") return null;
  if (!isMetricId(member)) return `${member} was not reported. ${suggestName(member, METRIC_IDS)}`;
  return `${member} is undefined: ${best.reasons[member] ?? "not_computed"}`;
}

function missingOfStudy(study: ToldStudy, member: string, { studies }: NightFigures): string | null {
  const statistics = studies[study];
  if (statistics === undefined) return `${study} of the first backtest has not ended well, or was not asked for`;
  const { value, reason } = statistics[member] ?? unmeasured("not_computed");
  return value === null ? `${study}.${member} is undefined: ${reason}` : null;
}

function missingStatistic(id: SweepStatisticId, { judgement }: NightFigures): string | null {
  if (judgement === null) return `${id} is unknown: the backtest was not judged`;
  const { value, reason } = judgement[id];
  return value === null ? `${id} is undefined: ${reason}` : null;
}
