import { nearestName } from "./nearest-name.ts";

/** `Did you mean "sharpe"?`, or null when no known name is close. */
export function didYouMean(name: string, known: readonly string[]): string | null {
  const nearest = nearestName(name, known);
  return nearest === null ? null : askWhether(nearest);
}

/** `didYouMean` where there is an answer, and in any case what there is. */
export function didYouMeanOf(name: string, known: readonly string[], there: string): string {
  const question = didYouMean(name, known);
  return question === null ? there : `${question} ${there}`;
}

/** The question itself, for what was found in another way than by its letters. */
export function askWhether(meant: string): string {
  return `Did you mean "${meant}"?`;
}
