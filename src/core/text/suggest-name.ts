import { nearestName } from "./nearest-name.ts";

/** What else there is to say where a name is not known. */
export interface Advice {
  /** Said where no known name is close; default: which names are known. */
  readonly otherwise?: string;
  /** Said in any case, after the question. */
  readonly always?: string;
}

/** What to write instead of a name that is not known: `Did you mean "sharpe"?`, else `Known: cagr, sharpe.` */
export function suggestName(name: string, known: readonly string[], { otherwise, always }: Advice = {}): string {
  const question = questionAfter(name, known);
  if (always !== undefined) return question === null ? always : `${question} ${always}`;
  return question ?? otherwise ?? `Known: ${known.length === 0 ? "none" : known.join(", ")}.`;
}

/** The question alone; null where no known name is close. */
export function questionAfter(name: string, known: readonly string[]): string | null {
  const nearest = nearestName(name, known);
  return nearest === null ? null : askWhether(nearest);
}

/** The question itself, for what was found in another way than by its letters. */
export function askWhether(meant: string): string {
  return `Did you mean "${meant}"?`;
}
