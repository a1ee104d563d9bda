import { formatQuantity } from "../../core/text/format-quantity.ts";
import type { WalkForwardStatistics, Verdict } from "./walk-forward-result.ts";

/** Pardo (2008): below half of what the past promised, a strategy was fitted to it. */
const HOLDS_FROM = 0.5;

/** Whether what was chosen in sample is worth trading out of sample. */
export function verdictOf({
  efficiency,
  sharpe,
  total_return: gain,
  profitable_windows,
}: WalkForwardStatistics): Verdict {
  if (sharpe.value === null || gain.value === null) return "unknown";
  if (sharpe.value <= 0 || gain.value <= 0) return "fails";
  // Where the past has earned nothing, there is nothing to hold the future against.
  if (efficiency.value === null) return "unknown";
  return efficiency.value >= HOLDS_FROM && (profitable_windows.value ?? 0) >= HOLDS_FROM ? "holds" : "weak";
}

/**
 * One sentence: `Weak: out of sample it kept 35 % of what the chosen cells earned in sample (Sharpe 0.41, 44 % of 16 windows
 * gained).`
 */
export function describeWalkForward(statistics: WalkForwardStatistics): string {
  const { efficiency, sharpe, total_return: gain, profitable_windows: share, windows } = statistics;
  const count = formatQuantity(windows.value ?? 0, "count");
  const figures = `Sharpe ${textOf(sharpe.value, "ratio")}, ${textOf(share.value, "fraction")} of ${count} windows gained`;
  const kept = `out of sample it kept ${textOf(efficiency.value, "fraction")} of what the chosen cells earned in sample`;
  switch (verdictOf(statistics)) {
    case "holds":
      return `Holds up: ${kept} (${figures}).`;
    case "weak":
      return `Weak: ${kept} (${figures}).`;
    case "fails":
      return `Fails: what was chosen in sample returned ${textOf(gain.value, "fraction")} out of sample (${figures}).`;
    case "unknown":
      return gain.value === null
        ? "Unknown: no window could be traded out of sample."
        : `Unknown: the chosen cells earned nothing in sample that the future could be held against (${figures}).`;
  }
}

function textOf(value: number | null, unit: "ratio" | "fraction"): string {
  return value === null ? "–" : formatQuantity(value, unit);
}
