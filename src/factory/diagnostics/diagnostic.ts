import type { ErrorCode } from "../../core/errors/error-codes.ts";
import { placeFinder } from "./place-finder.ts";
import type { Problem, Severity } from "./problem.ts";

/** A problem of a DAG file, for people and for `--json`. Lines and columns count from 1. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  /** Absolute; not always the DAG file itself, since it may extend others. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Exclusive, on the same line. */
  readonly endColumn: number;
  /** `backtest.param_grid.fast[0]`; "" for the whole file. */
  readonly path: string;
  /** The text of the line. */
  readonly excerpt: string;
}

/** Nobody reads more, and a hostile file has hundreds of thousands. */
const MAX_SHOWN = 100;

/**
 * In the order of the text, the DAG file's own first; what was found twice is told once.
 *
 * @param sources text of every file, the DAG file first
 */
export function toDiagnostics(
  problems: readonly Problem[],
  sources: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const files = [...sources.keys()];
  const [mainFile = ""] = files;
  const find = placeFinder(sources);
  const unique = new Map<string, Diagnostic>();
  for (const { severity, code, message, hint, path, place } of problems) {
    const { file, start, end } = place ?? { file: mainFile, start: 0, end: 0 };
    const position = find({ file, start, end });
    const key = `${file}:${position.line}:${position.column}:${message}`;
    unique.set(key, { severity, code, message, hint, file, ...position, path });
  }
  const sorted = [...unique.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
  const shown = sorted.slice(0, MAX_SHOWN);
  const last = shown.at(-1);
  if (last === undefined || sorted.length === shown.length) return shown;
  const message = `There are ${sorted.length - shown.length} more problems.`;
  return [...shown, { ...last, severity: "error", code: "DAG_INVALID", message, hint: "Fix these first." }];
}
