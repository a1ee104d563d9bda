/** Delay before the try after `tries` failed ones: the DAG's backoff, doubled each time, at most an hour. */
export function backoffMs(firstMs: number, tries: number): number {
  return Math.min(3_600_000, firstMs * 2 ** (tries - 1));
}
