import { selectNth } from "../../core/numbers/select-nth.ts";
import { sortedOrder } from "../../core/numbers/sorted-order.ts";

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
  const endsFirst = (ranked.better === "higher") === ranked.descending;
  const page: Int32Array[] = [];
  let at = 0;
  /** Adds what of a group lies in the page. */
  const take = (group: Int32Array, part: (first: number, end: number) => Int32Array): void => {
    const first = Math.max(0, from - at);
    const end = Math.min(group.length, to - at);
    at += group.length;
    if (first < end) page.push(part(first, end));
  };
  for (const rare of [0, 1]) {
    const { ends, numbers, none } = groupsOf(cells, ranked, rare);
    const takeEnds = (): void =>
      take(ends, (first, end) => ends.toSorted((a, b) => byGain(ranked.gains, a, b)).slice(first, end));
    if (endsFirst) takeEnds();
    take(numbers, (first, end) => sortedPart(numbers, ranked, first, end));
    if (!endsFirst) takeEnds();
    take(none, (first, end) => none.slice(first, end));
  }
  return Int32Array.from(page.flatMap((part) => [...part]));
}

/** The whole of it, for those who keep it: a million cells take about 150 ms, and any page of them nothing more. */
export function rankAll(cells: Int32Array, ranked: Ranked): Int32Array {
  const endsFirst = (ranked.better === "higher") === ranked.descending;
  const order = new Int32Array(cells.length);
  let at = 0;
  for (const rare of [0, 1]) {
    const { ends, numbers, none } = groupsOf(cells, ranked, rare);
    const best = ends.toSorted((a, b) => byGain(ranked.gains, a, b));
    const sorted = sortNumbers(numbers, ranked);
    for (const group of endsFirst ? [best, sorted, none] : [sorted, best, none]) {
      order.set(group, at);
      at += group.length;
    }
  }
  return order;
}

function sortNumbers(cells: Int32Array, { values, descending }: Pick<Ranked, "values" | "descending">): Int32Array {
  const sign = descending ? -1 : 1;
  const keys = new Float64Array(cells.length);
  for (let at = 0; at < keys.length; at++) keys[at] = sign * (values[cells[at] ?? 0] ?? Number.NaN);
  return sortedOrder(keys).map((place) => cells[place] ?? 0);
}

interface Groups {
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  readonly none: Int32Array;
}

/** Of those with that mark of rareness; in one pass, since a call of a function for each cell would take longer than the sorting. */
function groupsOf(cells: Int32Array, { rare, lossless, values }: Ranked, wanted: number): Groups {
  const groups = [new Int32Array(cells.length), new Int32Array(cells.length), new Int32Array(cells.length)] as const;
  const [ends, numbers, none] = groups;
  let [endCount, numberCount, noneCount] = [0, 0, 0];
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? 0;
    if (rare[cell] !== wanted) continue;
    if (lossless[cell] === 1) ends[endCount++] = cell;
    else if (Number.isNaN(values[cell] ?? Number.NaN)) none[noneCount++] = cell;
    else numbers[numberCount++] = cell;
  }
  return {
    ends: ends.subarray(0, endCount),
    numbers: numbers.subarray(0, numberCount),
    none: none.subarray(0, noneCount),
  };
}

function byGain(gains: Float64Array, a: number, b: number): number {
  const [gainA = Number.NaN, gainB = Number.NaN] = [gains[a], gains[b]];
  if (Number.isNaN(gainA) || Number.isNaN(gainB))
    return Number(Number.isNaN(gainA)) - Number(Number.isNaN(gainB)) || a - b;
  return gainB - gainA || a - b;
}

/** Looks up between which values the page lies, and sorts only the cells between them. */
function sortedPart(
  cells: Int32Array,
  { values, descending }: Pick<Ranked, "values" | "descending">,
  first: number,
  end: number,
): Int32Array {
  const sign = descending ? -1 : 1;
  const keys = new Float64Array(cells.length);
  for (let at = 0; at < cells.length; at++) keys[at] = sign * (values[cells[at] ?? 0] ?? Number.NaN);
  const selected = keys.slice();
  const low = selectNth(selected, first);
  const high = selectNth(selected, end - 1);
  const near: { readonly cell: number; readonly key: number }[] = [];
  let before = 0;
  for (let at = 0; at < cells.length; at++) {
    const key = keys[at] ?? 0;
    if (key < low) before += 1;
    else if (key <= high) near.push({ cell: cells[at] ?? 0, key });
  }
  near.sort((a, b) => a.key - b.key || a.cell - b.cell);
  return Int32Array.from(near.slice(first - before, end - before), ({ cell }) => cell);
}
