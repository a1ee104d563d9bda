/** Highest of the last `window` values, the current one included. NaN until the window is full. */
export function highest(source: Float64Array, window: number): Float64Array {
  return extremes(source, window, 1);
}

/** Lowest of the last `window` values, the current one included. NaN until the window is full. */
export function lowest(source: Float64Array, window: number): Float64Array {
  return extremes(source, window, -1);
}

/** Keeps a queue of the bars that can still become the extreme: each bar enters and leaves it once. */
function extremes(source: Float64Array, window: number, sign: 1 | -1): Float64Array {
  const found = new Float64Array(source.length).fill(Number.NaN);
  const queue = new Int32Array(source.length);
  let head = 0;
  let tail = 0;
  for (let bar = 0; bar < source.length; bar++) {
    const value = source[bar] ?? Number.NaN;
    while (tail > head && sign * ((source[queue[tail - 1] ?? 0] ?? Number.NaN) - value) <= 0) tail--;
    queue[tail++] = bar;
    if ((queue[head] ?? 0) <= bar - window) head++;
    if (bar >= window - 1) found[bar] = source[queue[head] ?? 0] ?? Number.NaN;
  }
  return found;
}
