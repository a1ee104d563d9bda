/** How far a value lies below the peak before it, as a fraction of the peak: 0.25 when it lost a quarter; above 1 for a debt. */
export function drawdownDepth(value: number, peak: number): number {
  return 1 - value / peak;
}
