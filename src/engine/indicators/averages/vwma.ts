import { windowSums } from "../windows/window-sums.ts";

/** Mean of the last `window` values by volume. NaN until the window is full, and where nothing was traded in it. */
export function vwma(source: Float64Array, volume: Float64Array, window: number): Float64Array {
  const traded = windowSums(volume, window);
  const worth = windowSums(
    source.map((value, bar) => value * (volume[bar] ?? Number.NaN)),
    window,
  );
  return worth.map((value, bar) => value / (traded[bar] ?? Number.NaN));
}
