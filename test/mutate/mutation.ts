/** One small change of one file of `src`, of which some test should take notice. */
export interface Mutation {
  /** Relative to the root of the clone. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly language: "sql" | "code";
  /** What is done, such as `drop the guard`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A change of a text, before it is known where that text lies. */
export type Edit = Pick<Mutation, "kind" | "start" | "end" | "replacement">;

export function applyMutation(source: string, { start, end, replacement }: Edit): string {
  return source.slice(0, start) + replacement + source.slice(end);
}
