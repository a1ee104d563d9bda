/** As a fraction a year; 0 unless something else was said. */
export function riskFreeRateOf({ riskFreeRate = 0 }: { readonly riskFreeRate?: number }): number {
  return riskFreeRate;
}
