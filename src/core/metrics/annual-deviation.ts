/**
 * A deviation of returns per period × √perYear, as a fraction a year: volatility of the standard deviation, downside risk of the
 * downside deviation.
 */
export function annualDeviation(deviation: number, perYear: number): number {
  return deviation * Math.sqrt(perYear);
}
