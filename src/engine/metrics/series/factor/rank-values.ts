/** Ranks from 1, ties share their mean rank (as Spearman's correlation wants it). */
export function rankValues(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  let first = 0;
  for (let end = 1; end <= order.length; end++) {
    if (end < order.length && values[order[end] ?? 0] === values[order[first] ?? 0]) continue;
    for (let i = first; i < end; i++) ranks[order[i] ?? 0] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}
