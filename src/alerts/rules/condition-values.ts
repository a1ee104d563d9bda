import type { AlertFacts } from "../alert-facts.ts";

/**
 * The facts as a condition sees them. An undefined metric is left out, so that reading it is an error and the
 * rule becomes undecided (and `has(best.sharpe)` can ask); a missing text of the run is empty.
 */
export function conditionValues(facts: AlertFacts): Readonly<Record<string, unknown>> {
  const { run, best, cells } = facts;
  return {
    best: best === null ? {} : { ...withoutNulls(best.metrics), params: best.params },
    run: Object.fromEntries(Object.entries(run).map(([name, value]) => [name, value ?? ""])),
    cells,
  };
}

function withoutNulls(values: Readonly<Record<string, number | null>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
