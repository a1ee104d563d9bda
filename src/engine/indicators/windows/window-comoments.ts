/** Of the last `window` pairs at each bar; NaN until the window is full. */
export interface WindowComoments {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Sums of products of the distances from the means. */
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

const COLUMNS = ["meanX", "meanY", "xx", "xy", "yy"] as const satisfies readonly (keyof WindowComoments)[];

/** As `windowMoments`, of two columns of one length. O(n). */
export function windowComoments(x: Float64Array, y: Float64Array, window: number): WindowComoments {
  const count = Math.min(x.length, y.length);
  const found = columnsOf(count);
  for (const name of COLUMNS) found[name].fill(Number.NaN);
  if (window > count) return found;
  const tails = columnsOf(window);
  const part: Part = { size: 0, meanX: 0, meanY: 0, xx: 0, xy: 0, yy: 0 };
  for (let start = 0; start < count; start += window) {
    clear(part);
    const end = Math.min(start + window, count);
    for (let bar = start; bar < end; bar++) {
      add(part, x[bar] ?? Number.NaN, y[bar] ?? Number.NaN);
      if (bar < window - 1) continue;
      if (part.size === window) put(found, bar, part);
      else put(found, bar, joined(tails, window - part.size, part));
    }
    if (end - start < window) break;
    clear(part);
    for (let place = window - 1; place > 0; place--) {
      add(part, x[start + place] ?? Number.NaN, y[start + place] ?? Number.NaN);
      put(tails, place, part);
    }
  }
  return found;
}

type Part = { size: number } & Record<(typeof COLUMNS)[number], number>;

function columnsOf(length: number): WindowComoments {
  const column = (): Float64Array => new Float64Array(length);
  return { meanX: column(), meanY: column(), xx: column(), xy: column(), yy: column() };
}

function clear(part: Part): void {
  part.size = 0;
  part.meanX = 0;
  part.meanY = 0;
  part.xx = 0;
  part.xy = 0;
  part.yy = 0;
}

function add(part: Part, x: number, y: number): void {
  part.size++;
  const fromX = x - part.meanX;
  const fromY = y - part.meanY;
  part.meanX += fromX / part.size;
  part.meanY += fromY / part.size;
  part.xx += fromX * (x - part.meanX);
  part.xy += fromX * (y - part.meanY);
  part.yy += fromY * (y - part.meanY);
}

function put(into: WindowComoments, place: number, part: Part): void {
  into.meanX[place] = part.meanX;
  into.meanY[place] = part.meanY;
  into.xx[place] = part.xx;
  into.xy[place] = part.xy;
  into.yy[place] = part.yy;
}

/** The last `older` bars of the block before, and the part of this one. */
function joined(tails: WindowComoments, older: number, part: Part): Part {
  const place = part.size;
  const size = older + part.size;
  const share = part.size / size;
  const apartX = part.meanX - (tails.meanX[place] ?? 0);
  const apartY = part.meanY - (tails.meanY[place] ?? 0);
  const weight = older * share;
  return {
    size,
    meanX: (tails.meanX[place] ?? 0) + apartX * share,
    meanY: (tails.meanY[place] ?? 0) + apartY * share,
    xx: (tails.xx[place] ?? 0) + part.xx + apartX * apartX * weight,
    xy: (tails.xy[place] ?? 0) + part.xy + apartX * apartY * weight,
    yy: (tails.yy[place] ?? 0) + part.yy + apartY * apartY * weight,
  };
}
