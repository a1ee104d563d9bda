/**
 * √perYear: what makes a deviation of returns per period (volatility, downside risk) one of a year, and a return per risk
 * of a period that of a year. It takes the periods for independent of each other.
 *
 * @param perYear periods in a year
 */
export function annualScale(perYear: number): number {
  return Math.sqrt(perYear);
}
