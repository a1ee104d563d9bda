export interface HistogramInput {
  /** One per cell, NaN for none. */
  readonly values: Float32Array;
  /** By `chooseCells`. */
  readonly chosen: Uint8Array | null;
  /** At least 1. */
  readonly bars: number;
  /** Where the bars begin and end; what lies beyond is in the first and the last one. Null: at the least and the greatest value. */
  readonly range: { readonly low: number; readonly high: number } | null;
}

export interface Histogram {
  /** Ascending, one more than bars. A value on an edge is in the bar above it, the greatest in the last one. */
  readonly edges: Float64Array;
  /** Their sum is `cells`: no value is left out. */
  readonly bars: Int32Array;
  /** Chosen cells with a value, and without one. */
  readonly cells: number;
  readonly without: number;
}

/** How often values lie between edges that are evenly spaced; one bar where all values are the same. */
export function histogram({ values, chosen, bars, range }: HistogramInput): Histogram {
  const isChosen = (cell: number): boolean => chosen === null || chosen[cell] === 1;
  const { low, high } = range ?? boundsOf(values, isChosen);
  const wanted = high > low ? bars : 1;
  const counts = new Int32Array(wanted);
  const width = (high - low) / wanted;
  let [cells, without] = [0, 0];
  for (let cell = 0; cell < values.length; cell++) {
    if (!isChosen(cell)) continue;
    const value = values[cell] ?? Number.NaN;
    if (Number.isNaN(value)) {
      without += 1;
      continue;
    }
    cells += 1;
    const bar = width > 0 ? Math.floor((value - low) / width) : 0;
    const within = Math.min(Math.max(bar, 0), wanted - 1);
    counts[within] = (counts[within] ?? 0) + 1;
  }
  const edges = Float64Array.from({ length: wanted + 1 }, (_, edge) => (edge === wanted ? high : low + edge * width));
  return { edges, bars: counts, cells, without };
}

/** Share of the chosen values that are at most as high as that, 0…1; NaN for no values. */
export function percentileOf(value: number, values: Float32Array, chosen: Uint8Array | null): number {
  let [below, cells] = [0, 0];
  for (let cell = 0; cell < values.length; cell++) {
    if (chosen !== null && chosen[cell] !== 1) continue;
    const other = values[cell] ?? Number.NaN;
    if (Number.isNaN(other)) continue;
    cells += 1;
    if (other <= value) below += 1;
  }
  return below / cells;
}

/** Of the finite ones: what is beyond the range of 32 bits is infinite, and counts as the end. */
function boundsOf(
  values: Float32Array,
  isChosen: (cell: number) => boolean,
): { readonly low: number; readonly high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? Number.NaN;
    if (!isChosen(cell) || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
