import { messageOf } from "./app-error.ts";

/**
 * Why a module of the user's could not be loaded, in one line. A syntax error names its place only at the head of its stack
 * (`file:///…/x.ts:3`), so the line is taken from there.
 */
export function loadProblem(error: unknown): string {
  const text = messageOf(error).split("\n", 1)[0] ?? "";
  const [place] = error instanceof SyntaxError ? (/:\d+(?=\n)/.exec(error.stack ?? "") ?? []) : [];
  return place === undefined ? text : `line ${place.slice(1)}: ${text}`;
}
