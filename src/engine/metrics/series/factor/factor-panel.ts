/**
 * One number per date and asset, row by row: element `date * assets + asset`. NaN where there is none: an asset that
 * is not in the universe, has no signal, or no price.
 */
export interface FactorPanel {
  readonly dates: number;
  readonly assets: number;
  readonly values: Float64Array;
}

/** The values of one date, as a view. */
export function rowOf({ assets, values }: FactorPanel, date: number): Float64Array {
  return values.subarray(date * assets, (date + 1) * assets);
}
