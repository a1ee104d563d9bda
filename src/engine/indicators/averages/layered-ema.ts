import { seededEma } from "./seeded-ema.ts";

/** The average, the average of the average, and so on: each starts where the one before it is known. */
function layers(source: Float64Array, window: number, count: number): readonly Float64Array[] {
  const found: Float64Array[] = [];
  for (let layer = 0; layer < count; layer++) {
    found.push(seededEma(found.at(-1) ?? source, window, { from: layer * (window - 1) }));
  }
  return found;
}

/** Double exponential average, 2·E − E(E) (Mulloy 1994). NaN for the first 2·(window − 1) bars. */
export function dema(source: Float64Array, window: number): Float64Array {
  const [one = source, two = source] = layers(source, window, 2);
  return one.map((value, bar) => 2 * value - (two[bar] ?? Number.NaN));
}

/** Triple exponential average, 3·E − 3·E(E) + E(E(E)) (Mulloy 1994). NaN for the first 3·(window − 1) bars. */
export function tema(source: Float64Array, window: number): Float64Array {
  const [one = source, two = source, three = source] = layers(source, window, 3);
  return one.map((value, bar) => 3 * value - 3 * (two[bar] ?? Number.NaN) + (three[bar] ?? Number.NaN));
}

/** Change of E(E(E)) from bar to bar in percent (Hutson 1983). NaN for the first 3·(window − 1) + 1 bars. */
export function trix(source: Float64Array, window: number): Float64Array {
  const three = layers(source, window, 3)[2] ?? source;
  return three.map((value, bar) => (value / (three[bar - 1] ?? Number.NaN) - 1) * 100);
}
