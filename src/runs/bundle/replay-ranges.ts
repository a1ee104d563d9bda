import { availableParallelism } from "node:os";
import type { RangeTarget } from "../../core/values/range-target.ts";

/** Of a range: a cell as it was written down takes 3 kB in memory, and a bundle may have millions. */
const MOST_CELLS = 2000;

/**
 * Ranges that are computed at a time, one for each core, in the order of the cells. They grow until all of them take about a second,
 * and are held no longer than until the next are asked for.
 */
export async function* rangesToReplay<Cell>(
  cells: AsyncIterable<Cell>,
  { ms, firstCells, maxCells }: Pick<RangeTarget, "ms" | "firstCells" | "maxCells">,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  const slots = availableParallelism();
  const most = Math.min(maxCells, MOST_CELLS);
  let size = Math.min(firstCells, most);
  let some: Cell[] = [];
  for await (const cell of cells) {
    some.push(cell);
    if (some.length < size * slots) continue;
    const began = performance.now();
    yield cut(some, size);
    some = [];
    if (performance.now() - began < ms) size = Math.min(size * 2, most);
  }
  if (some.length > 0) yield cut(some, Math.ceil(some.length / slots));
}

function cut<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
