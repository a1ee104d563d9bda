/** Of the last `window` values at each bar; NaN until the window is full. */
export interface WindowMoments {
  readonly mean: Float64Array;
  /** Sum of squared distances from the mean. */
  readonly squares: Float64Array;
  /** Sum of cubed distances from the mean. */
  readonly cubes: Float64Array;
}

/**
 * Moments of the last `window` values in O(n): each window is put together from the end of one block of `window` bars and the
 * beginning of the next (Chan, Golub and LeVeque 1979; Pébay 2008 for the third), each of them by Welford's updates.
 * Nothing is subtracted again, so a window of equal values has squares of exactly 0, whatever was before it.
 *
 * @param window bars, at least 1
 */
export function windowMoments(source: Float64Array, window: number): WindowMoments {
  const count = source.length;
  const unknown = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  const moments = { mean: unknown(), squares: unknown(), cubes: unknown() };
  if (window > count) return moments;
  const tails = { mean: new Float64Array(window), squares: new Float64Array(window), cubes: new Float64Array(window) };
  const part = { size: 0, mean: 0, squares: 0, cubes: 0 };
  for (let start = 0; start < count; start += window) {
    clear(part);
    const end = Math.min(start + window, count);
    for (let bar = start; bar < end; bar++) {
      add(part, source[bar] ?? Number.NaN);
      if (bar < window - 1) continue;
      if (part.size === window) put(moments, bar, part);
      else put(moments, bar, joined(tails, window - part.size, part));
    }
    if (end - start < window) break;
    clear(part);
    for (let place = window - 1; place > 0; place--) {
      add(part, source[start + place] ?? Number.NaN);
      put(tails, place, part);
    }
  }
  return moments;
}

interface Part {
  size: number;
  mean: number;
  squares: number;
  cubes: number;
}

function clear(part: Part): void {
  part.size = 0;
  part.mean = 0;
  part.squares = 0;
  part.cubes = 0;
}

function add(part: Part, value: number): void {
  part.size++;
  const distance = value - part.mean;
  const step = distance / part.size;
  const grown = distance * step * (part.size - 1);
  part.mean += step;
  part.cubes += grown * step * (part.size - 2) - 3 * step * part.squares;
  part.squares += grown;
}

function put(into: WindowMoments, place: number, { mean, squares, cubes }: Part): void {
  into.mean[place] = mean;
  into.squares[place] = squares;
  into.cubes[place] = cubes;
}

/** The last `older` bars of the block before, and the part of this one. */
function joined(tails: WindowMoments, older: number, part: Part): Part {
  const place = part.size;
  const size = older + part.size;
  const mean = tails.mean[place] ?? 0;
  const squares = tails.squares[place] ?? 0;
  const distance = part.mean - mean;
  const shared = (distance * distance * older * part.size) / size;
  return {
    size,
    mean: mean + (distance * part.size) / size,
    squares: squares + part.squares + shared,
    cubes:
      (tails.cubes[place] ?? 0) +
      part.cubes +
      (shared * distance * (older - part.size)) / size +
      (3 * distance * (older * part.squares - part.size * squares)) / size,
  };
}
