import type { Statistic } from "../statistic.ts";
import { figureText, type Verdict, verdictSentence } from "../verdict.ts";
import type { MonteCarloStatistics } from "./monte-carlo-result.ts";

const MOST_LOSSES = 0.1;
const MOST_RUINS = 0.01;
const MEDIAN = 0.5;

/** Holds: at most one history in ten loses and one in a hundred is ruined. Fails: every second one loses or is ruined. */
export function monteCarloVerdict({ p_loss: loss, p_ruin: ruin }: MonteCarloStatistics): Verdict {
  if (loss.value === null || ruin.value === null) return "unknown";
  if (loss.value >= MEDIAN || ruin.value >= MEDIAN) return "fails";
  return loss.value <= MOST_LOSSES && ruin.value <= MOST_RUINS ? "holds" : "weak";
}

/**
 * One sentence: `Weak: of 20,000 other histories 23.0% lose and 41.0% are ruined; 90 % end between -55.1% and 320.4%, one in twenty
 * falls by more than 78.7%, and the drawdown that was is deeper than 57.0% of theirs.`
 */
export function describeMonteCarlo(statistics: MonteCarloStatistics): string {
  const { p_loss, p_ruin, runs, return_p05, return_p95, drawdown_p95, drawdown_place } = statistics;
  const range = `90 % end between ${share(return_p05)} and ${share(return_p95)}`;
  const depth = `one in twenty falls by more than ${share(drawdown_p95)}`;
  const place =
    drawdown_place.value === null
      ? ""
      : `, and the drawdown that was is deeper than ${share(drawdown_place)} of theirs`;
  const verdict = monteCarloVerdict(statistics);
  return verdictSentence(
    verdict,
    verdict === "unknown"
      ? "there are no returns that other histories could be drawn from."
      : `of ${figureText(runs, "count")} other histories ${share(p_loss)} lose and ${share(p_ruin)} are ruined; ${range}, ${depth}${place}.`,
  );
}

function share(statistic: Statistic): string {
  return figureText(statistic, "fraction");
}
