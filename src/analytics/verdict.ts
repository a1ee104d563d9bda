import type { MetricUnit } from "../core/metrics/metric-info.ts";
import { formatQuantity } from "../core/text/format-quantity.ts";
import type { Statistic } from "./statistic.ts";

/** What a study says of a strategy. */
export const VERDICTS = ["holds", "weak", "fails", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];

const OPENINGS: Readonly<Record<Verdict, string>> = {
  holds: "Holds up",
  weak: "Weak",
  fails: "Fails",
  unknown: "Unknown",
};

/** One sentence for people that begins with the verdict: `Weak: …`. */
export function verdictSentence(verdict: Verdict, reason: string): string {
  return `${OPENINGS[verdict]}: ${reason}`;
}

/** A statistic in such a sentence; shares to a tenth of a per cent, since their own error is seldom less. */
export function figureText({ value }: Pick<Statistic, "value">, unit: MetricUnit): string {
  return value === null ? "–" : formatQuantity(value, unit, unit === "fraction" ? -1 : 0);
}
