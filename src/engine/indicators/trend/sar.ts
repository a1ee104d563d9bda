/**
 * Parabolic stop and reverse (Wilder 1978), as TA-Lib: the first direction is that of the second bar, and the stop of a bar is
 * known at the close before it but for the bar of a turn. NaN for the first bar.
 *
 * @param acceleration step of the acceleration, and where it starts; not above `maximum`
 */
export function sar(
  { high, low }: { readonly high: Float64Array; readonly low: Float64Array },
  acceleration: number,
  maximum: number,
): Float64Array {
  const stops = new Float64Array(high.length).fill(Number.NaN);
  const step = Math.min(acceleration, maximum);
  const fallen = at(low, 0) - at(low, 1);
  let isLong = !(fallen > 0 && at(high, 1) - at(high, 0) < fallen);
  /** On the long side of the price and on the short one the same is done, with the signs turned. */
  let sign = isLong ? 1 : -1;
  let stop = isLong ? at(low, 0) : at(high, 0);
  let extreme = isLong ? at(high, 1) : at(low, 1);
  let pace = step;
  for (let bar = 1; bar < high.length; bar++) {
    const before = Math.max(bar - 1, 1);
    const isHit = isLong ? at(low, bar) <= stop : at(high, bar) >= stop;
    if (isHit) {
      isLong = !isLong;
      sign = -sign;
      pace = step;
    }
    const near = isLong ? low : high;
    const keepAway = (price: number): number =>
      sign * Math.min(sign * price, sign * at(near, before), sign * at(near, bar));
    if (isHit) {
      stop = keepAway(extreme);
      extreme = at(isLong ? high : low, bar);
      stops[bar] = stop;
    } else {
      stops[bar] = stop;
      const reached = at(isLong ? high : low, bar);
      if (sign * reached > sign * extreme) {
        extreme = reached;
        pace = Math.min(pace + step, maximum);
      }
    }
    stop = keepAway(stop + pace * (extreme - stop));
  }
  return stops;
}

function at(column: Float64Array, bar: number): number {
  return column[bar] ?? Number.NaN;
}
