/** What the cells of a sweep are ranked by: one value for each cell number. */
export interface Ranked {
  /** NaN where undefined. */
  readonly values: Float64Array;
  /** 1 where the value is undefined because nothing was lost, which counts as the better end. */
  readonly lossless: Uint8Array;
  /** Orders those among each other, the higher first. */
  readonly gains: Float64Array;
  /** 1 for cells that rank after all others, in the same order among themselves. */
  readonly rare: Uint8Array;
  readonly descending: boolean;
  /** Where the better end is. */
  readonly better: "higher" | "lower";
}

/** Cells [from, to) of a ranking; `cells` are those that take part in it, in ascending order. */
export function rankedCells(
  cells: Int32Array,
  ranked: Ranked,
  { from, to }: { readonly from: number; readonly to: number },
): Int32Array {
  const { rare, lossless, values } = ranked;
  const endsFirst = (ranked.better === "higher") === ranked.descending;
  const often: Groups = { ends: [], numbers: [], none: [] };
  const rarely: Groups = { ends: [], numbers: [], none: [] };
  for (const cell of cells) {
    const groups = rare[cell] === 1 ? rarely : often;
    if (lossless[cell] === 1) groups.ends.push(cell);
    else if (Number.isNaN(values[cell] ?? Number.NaN)) groups.none.push(cell);
    else groups.numbers.push(cell);
  }
  const page: number[] = [];
  let at = 0;
  /** Adds what of a group lies in the page. */
  const take = (group: readonly number[], part: (first: number, end: number) => readonly number[]): void => {
    const first = Math.max(0, from - at);
    const end = Math.min(group.length, to - at);
    at += group.length;
    if (first < end) for (const cell of part(first, end)) page.push(cell);
  };
  for (const { ends, numbers, none } of [often, rarely]) {
    const takeEnds = (): void =>
      take(ends, (first, end) => ends.toSorted((a, b) => byGain(ranked.gains, a, b)).slice(first, end));
    if (endsFirst) takeEnds();
    take(numbers, (first, end) => sortedPart(numbers, ranked, first, end));
    if (!endsFirst) takeEnds();
    take(none, (first, end) => none.slice(first, end));
  }
  return Int32Array.from(page);
}

interface Groups {
  readonly ends: number[];
  readonly numbers: number[];
  readonly none: number[];
}

function byGain(gains: Float64Array, a: number, b: number): number {
  const [gainA = Number.NaN, gainB = Number.NaN] = [gains[a], gains[b]];
  if (Number.isNaN(gainA) || Number.isNaN(gainB))
    return Number(Number.isNaN(gainA)) - Number(Number.isNaN(gainB)) || a - b;
  return gainB - gainA || a - b;
}

/** Sorts the values alone, which is fast, to learn between which of them the page lies; then only the cells of the page. */
function sortedPart(
  cells: readonly number[],
  { values, descending }: Pick<Ranked, "values" | "descending">,
  first: number,
  end: number,
): readonly number[] {
  const valueOf = (cell: number): number => values[cell] ?? Number.NaN;
  const sorted = Float64Array.from(cells, (cell) => (descending ? -valueOf(cell) : valueOf(cell))).sort();
  const low = sorted[first] ?? Number.NaN;
  const high = sorted[end - 1] ?? Number.NaN;
  const sign = descending ? -1 : 1;
  const near = cells.filter((cell) => sign * valueOf(cell) >= low && sign * valueOf(cell) <= high);
  // Equal to the first value, but before the page.
  const skipped = first - firstIndexOf(sorted, low);
  near.sort((a, b) => sign * (valueOf(a) - valueOf(b)) || a - b);
  return near.slice(skipped, skipped + end - first);
}

function firstIndexOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
