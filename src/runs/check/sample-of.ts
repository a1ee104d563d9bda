/** At most `limit` of the numbers 0…count−1, evenly spread, the first and the last among them. */
export function sampleOf(count: number, limit: number): readonly number[] {
  if (count <= limit) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: limit }, (_, index) => Math.round((index * (count - 1)) / (limit - 1)));
}
