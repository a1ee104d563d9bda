/**
 * Which points of a long line to draw: the first, lowest, highest and last of every column of pixels. A line
 * through them covers the same pixels as the line through all points, so no spike is lost (the M4 aggregation
 * of Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
 *
 * @param positions place of each point between 0 (left) and 1 (right), ascending
 * @param values points that are not finite are never chosen, unless a column has no others
 * @returns indices, ascending, at most four per column
 */
export function sampleForDrawing(positions: Float64Array, values: Float64Array, columns: number): number[] {
  const chosen: number[] = [];
  let start = 0;
  while (start < positions.length) {
    const column = columnOf(positions[start] ?? 0, columns);
    let end = start + 1;
    while (end < positions.length && columnOf(positions[end] ?? 0, columns) === column) end += 1;
    chosen.push(...keyPoints(values, start, end));
    start = end;
  }
  return chosen;
}

function columnOf(position: number, columns: number): number {
  return Math.min(columns - 1, Math.floor(position * columns));
}

function keyPoints(values: Float64Array, start: number, end: number): number[] {
  let lowest = start;
  let highest = start;
  for (let index = start + 1; index < end; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (value < (values[lowest] ?? Number.NaN) || Number.isNaN(values[lowest])) lowest = index;
    if (value > (values[highest] ?? Number.NaN) || Number.isNaN(values[highest])) highest = index;
  }
  return [...new Set([start, Math.min(lowest, highest), Math.max(lowest, highest), end - 1])];
}

/** At most `limit` indices out of `length`, evenly spaced, the first and the last among them. */
export function evenIndices(length: number, limit: number): number[] {
  const count = Math.min(length, limit);
  if (count <= 1) return count === 1 ? [length - 1] : [];
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / (count - 1)));
}
