import type { Place } from "../yaml/source-tree.ts";

/** Both count from 1; columns in UTF-16 units, as editors do. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
  /** Exclusive; on the same line, and at least one column further. */
  readonly endColumn: number;
  /** The text of the line. */
  readonly excerpt: string;
}

/** Finds lines and columns of places. Each text is searched for line ends once, and only when it is asked about. */
export function placeFinder(sources: ReadonlyMap<string, string>): (place: Place) => LinePosition {
  const startsByFile = new Map<string, readonly number[]>();
  return ({ file, start, end }) => {
    const text = sources.get(file) ?? "";
    const starts = startsByFile.get(file) ?? startsOfLines(text);
    startsByFile.set(file, starts);
    const index = lastStartBefore(starts, start);
    const lineStart = starts[index] ?? 0;
    const excerpt = text.slice(lineStart, starts[index + 1]).replace(/\r?\n$/, "");
    const column = start - lineStart + 1;
    const endColumn = Math.max(column + 1, Math.min(end - lineStart, excerpt.length) + 1);
    return { line: index + 1, column, endColumn, excerpt };
  };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Binary search for the line that holds `offset`. */
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
