import type { Statistic } from "../statistic.ts";
import { figureText, type Verdict, verdictSentence } from "../verdict.ts";
import type { MonteCarloResult, MonteCarloStatistics, ReturnUnit } from "./monte-carlo-result.ts";

const MOST_LOSSES = 0.1;
const MOST_RUINS = 0.01;
const MEDIAN = 0.5;
/** Fewer say nothing: a trade that is drawn again is the same trade. */
const FEWEST_RETURNS = 10;

/** What was drawn from, and what came of it. */
type Drawn = Pick<MonteCarloResult, "statistics" | "returns" | "unit">;

/**
 * Holds: at most one history in ten loses and one in a hundred is ruined. Fails: every second one loses or is ruined. Unknown: there
 * are fewer than 10 returns, or nine histories in ten end where they began, and hardly any has fallen on the way, as of an account that never trades.
 */
export function monteCarloVerdict(drawn: Drawn): Verdict {
  const { p_loss: loss, p_ruin: ruin } = drawn.statistics;
  if (loss.value === null || ruin.value === null || isTooFew(drawn) || isStill(drawn.statistics)) return "unknown";
  if (loss.value >= MEDIAN || ruin.value >= MEDIAN) return "fails";
  return loss.value <= MOST_LOSSES && ruin.value <= MOST_RUINS ? "holds" : "weak";
}

/**
 * One sentence: `Weak: of 20,000 other histories 23.0% lose and 41.0% are ruined; 90 % end between -55.1% and 320.4%, one in twenty
 * falls by more than 78.7%, and the drawdown that was is deeper than 57.0% of theirs.`
 */
export function describeMonteCarlo(drawn: Drawn): string {
  return verdictSentence(monteCarloVerdict(drawn), reasonOf(drawn));
}

function reasonOf(drawn: Drawn): string {
  const { statistics, returns, unit } = drawn;
  if (statistics.p_loss.value === null) return "there are no returns that other histories could be drawn from.";
  const histories = `of ${figureText(statistics.runs, "count")} other histories`;
  if (isStill(statistics)) return `${histories} hardly any earns or loses anything.`;
  const what = `${histories} ${whatBecomesOf(statistics)}`;
  return isTooFew(drawn) ? `too few to judge by (${returns} ${returns === 1 ? ONE[unit] : unit}): ${what}` : what;
}

function whatBecomesOf(statistics: MonteCarloStatistics): string {
  const { p_loss, p_ruin, return_p05, return_p95, drawdown_p95, drawdown_place } = statistics;
  const range = `90 % end between ${share(return_p05)} and ${share(return_p95)}`;
  const depth = `one in twenty falls by more than ${share(drawdown_p95)}`;
  const place =
    drawdown_place.value === null
      ? ""
      : `, and the drawdown that was is deeper than ${share(drawdown_place)} of theirs`;
  return `${share(p_loss)} lose and ${share(p_ruin)} are ruined; ${range}, ${depth}${place}.`;
}

function isTooFew({ returns }: Drawn): boolean {
  return returns < FEWEST_RETURNS;
}

function isStill({ return_p05: low, return_p95: high, drawdown_p99: fall }: MonteCarloStatistics): boolean {
  return low.value === 0 && high.value === 0 && fall.value === 0;
}

const ONE: Readonly<Record<ReturnUnit, string>> = { bars: "bar", days: "day", trades: "trade" };

function share(statistic: Statistic): string {
  return figureText(statistic, "fraction");
}
