import { statisticsUnder } from "../../analytics/statistic-members.ts";
import { STATISTICS_OF_STUDY } from "../../analytics/study-catalogue.ts";
import { TOLD_STUDIES } from "../../core/spec/study-spec.ts";
import { METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import type { MemberPath } from "./condition-parts.ts";

/** Earlier nights, which have the members of a night under them. */
export const EARLIER = ["previous", "baseline", "average"] as const;
export type Earlier = (typeof EARLIER)[number];

type Members = Readonly<Record<string, readonly string[]>>;

/** Of each study, what it comes to. */
const OF_STUDIES: Members = Object.fromEntries(
  TOLD_STUDIES.map((study) => [study, STATISTICS_OF_STUDY[study].map(({ id }) => id)]),
);

const STATISTICS_OF_BEST = statisticsUnder("best");

/** The names that `when` may use of a night. Parameters differ per DAG: `best.params` is open. */
const OF_NIGHT: Members = {
  best: [...METRIC_IDS, ...STATISTICS_OF_BEST, "params"],
  sweep: statisticsUnder("sweep"),
  ...OF_STUDIES,
  run: [
    "id",
    "dag",
    "description",
    "state",
    "reason",
    "logical_date",
    "period_start",
    "period_end",
    "duration_ms",
    "tearsheet",
  ],
  cells: ["total", "succeeded", "cached", "failed"],
};

/** Of several nights there are means of numbers only. */
const OF_AVERAGE: Members = {
  best: [...METRIC_IDS, ...STATISTICS_OF_BEST],
  sweep: statisticsUnder("sweep"),
  ...OF_STUDIES,
  run: ["duration_ms"],
  cells: ["total", "succeeded", "cached", "failed"],
};

export const ROOTS = [...Object.keys(OF_NIGHT), ...EARLIER] as const;

/** A path without the earlier night that it starts with: `previous.best.sharpe` is `best.sharpe` of `previous`. */
export interface NightPath {
  readonly earlier: Earlier | null;
  readonly path: MemberPath;
}

export function nightPath(path: MemberPath): NightPath {
  const earlier = EARLIER.find((name) => name === path[0]) ?? null;
  return { earlier, path: earlier === null ? path : path.slice(1) };
}

export function membersOf(earlier: Earlier | null): Members {
  return earlier === "average" ? OF_AVERAGE : OF_NIGHT;
}
