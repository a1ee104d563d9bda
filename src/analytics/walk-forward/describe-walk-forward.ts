import { figureText, type Verdict, verdictSentence } from "../verdict.ts";
import type { WalkForwardStatistics } from "./walk-forward-result.ts";

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
 * One sentence: `Weak: out of sample it kept 35.1% of what the chosen cells earned in sample (Sharpe 0.41, 43.8% of 16 windows
 * gained).`
 */
export function describeWalkForward(statistics: WalkForwardStatistics): string {
  const { efficiency, sharpe, total_return: gain, profitable_windows: share, windows } = statistics;
  const figures = `Sharpe ${figureText(sharpe, "ratio")}, ${figureText(share, "fraction")} of ${figureText(windows, "count")} windows gained`;
  const kept = `out of sample it kept ${figureText(efficiency, "fraction")} of what the chosen cells earned in sample`;
  const verdict = verdictOf(statistics);
  const reasons: Readonly<Record<Verdict, string>> = {
    holds: `${kept} (${figures}).`,
    weak: `${kept} (${figures}).`,
    fails: `what was chosen in sample returned ${figureText(gain, "fraction")} out of sample (${figures}).`,
    unknown:
      gain.value === null
        ? "no window could be traded out of sample."
        : `the chosen cells earned nothing in sample that the future could be held against (${figures}).`,
  };
  return verdictSentence(verdict, reasons[verdict]);
}
