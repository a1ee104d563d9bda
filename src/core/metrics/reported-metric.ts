import type { MetricInfo } from "./metric-info.ts";

/** As the names of metrics are written: so they can stand in conditions, tables and files. */
export const METRIC_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** What the contract of scripts names, beyond the metrics that are computed. */
const OF_THE_CONTRACT: readonly MetricInfo[] = [
  { id: "total_pnl", version: 1, label: "Total P&L", unit: "money", better: "higher" },
];

/** A metric that a program has reported under a name of its own: nothing is known of it as a rule, which end is better least of all. */
export function reportedMetric(name: string): MetricInfo {
  const known = OF_THE_CONTRACT.find(({ id }) => id === name);
  return known ?? { id: name, version: 1, label: name, unit: "ratio", better: null };
}
