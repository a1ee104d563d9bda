export interface TopCells {
  readonly cells: Int32Array;
  readonly values: Float32Array;
  /** Cells that count and have a value: of so many these are the first. */
  readonly ranked: number;
}

interface TopInput {
  readonly values: Float32Array;
  readonly chosen: Uint8Array | null;
  readonly isLowFirst: boolean;
  readonly count: number;
}

/** The first cells by value, of equal ones the lower number: a heap of `count`, so that a million cells need no sorting. */
export function topCells({ values, chosen, isLowFirst, count }: TopInput): TopCells {
  const sign = isLowFirst ? -1 : 1;
  const heap = new Int32Array(count);
  let size = 0;
  let ranked = 0;
  const isWorse = (one: number, other: number): boolean => {
    const difference = sign * ((values[one] ?? 0) - (values[other] ?? 0));
    return difference < 0 || (difference === 0 && one > other);
  };
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const right = left + 1;
      const worst = right < size && isWorse(heap[right] ?? 0, heap[left] ?? 0) ? right : left;
      if (!isWorse(heap[worst] ?? 0, heap[at] ?? 0)) return;
      [heap[at], heap[worst]] = [heap[worst] ?? 0, heap[at] ?? 0];
      at = worst;
    }
  };
  const rise = (from: number): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isWorse(heap[at] ?? 0, heap[parent] ?? 0)) return;
      [heap[at], heap[parent]] = [heap[parent] ?? 0, heap[at] ?? 0];
      at = parent;
    }
  };
  for (let cell = 0; cell < values.length; cell++) {
    if ((chosen !== null && chosen[cell] !== 1) || Number.isNaN(values[cell] ?? Number.NaN)) continue;
    ranked += 1;
    if (size < count) {
      heap[size] = cell;
      size += 1;
      rise(size - 1);
    } else if (isWorse(heap[0] ?? 0, cell)) {
      heap[0] = cell;
      sink(0);
    }
  }
  const cells = heap.slice(0, size).sort((one, other) => (isWorse(one, other) ? 1 : -1));
  return { cells, values: Float32Array.from(cells, (cell) => values[cell] ?? Number.NaN), ranked };
}
