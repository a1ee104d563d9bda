import type { ErrorCode } from "../../core/error-codes.ts";
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
  const lineStarts = new Map(
    problems.length === 0 ? [] : files.map((file) => [file, startsOfLines(sources.get(file) ?? "")]),
  );
  const diagnostics = problems.map((problem): Diagnostic => {
    const { severity, code, message, hint, path } = problem;
    const { file, start, end } = problem.place ?? { file: mainFile, start: 0, end: 0 };
    const starts = lineStarts.get(file) ?? [0];
    const index = lastStartBefore(starts, start);
    const lineStart = starts[index] ?? 0;
    const excerpt = (sources.get(file) ?? "").slice(lineStart, starts[index + 1] ?? undefined).replace(/\r?\n$/, "");
    const column = start - lineStart + 1;
    const endColumn = Math.max(column + 1, Math.min(end - lineStart, excerpt.length) + 1);
    return { severity, code, message, hint, file, line: index + 1, column, endColumn, path, excerpt };
  });
  const unique = new Map(
    diagnostics.map((found) => [`${found.file}:${found.line}:${found.column}:${found.message}`, found]),
  );
  return [...unique.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lastStartBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
