import { YEAR_MS } from "../time/calendar-year.ts";
import { type Measured, measured, unmeasured } from "./measured.ts";

/** What an account has gained over all its time, as a fraction of what it began with. @param before above 0 */
export function gainOf(now: number, before: number): number {
  return now / before - 1;
}

/** growth^power − 1, as a fraction; NaN or −1 where the growth is 0 or below. */
export function compounded(growth: number, power: number): number {
  return growth ** power - 1;
}

/**
 * What a growth comes to over another time, as a fraction: to the power of 1 ÷ years it is CAGR, of the periods of a year
 * the annual growth of a mean return. `bankrupt` when the growth is 0 or below.
 *
 * @param growth last ÷ first value
 */
export function growthOver(growth: number, power: number): Measured {
  return growth <= 0 ? unmeasured("bankrupt") : measured(compounded(growth, power));
}

/** The return per period that compounds to `annualRate` (0.02 is 2 %) over a year of `perYear` periods; exactly 0 for 0. */
export function ratePerPeriod(annualRate: number, perYear: number): number {
  return annualRate === 0 ? 0 : compounded(1 + annualRate, 1 / perYear);
}

/** Years from the first to the last timestamp, milliseconds UTC; below 0 for none. */
export function calendarYears(time: Float64Array): number {
  return ((time[time.length - 1] ?? 0) - (time[0] ?? 0)) / YEAR_MS;
}
