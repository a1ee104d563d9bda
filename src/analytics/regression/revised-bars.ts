/** Bars of one symbol as columns, ascending by time (structurally the engine's `Bars`). */
export interface BarColumns {
  readonly symbol: string;
  /** Milliseconds UTC. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly dividend?: Float64Array;
}

export const BAR_FIELDS = ["open", "high", "low", "close", "volume", "dividend"] as const;
export type BarField = (typeof BAR_FIELDS)[number];

/** What became of the bars of a symbol from one version of the data to the next. */
export interface SymbolRevision {
  readonly symbol: string;
  /** Bars after the last one that there was: new history, which changes nothing of the past. */
  readonly appended: number;
  /** Bars that came between or before those that there were. */
  readonly inserted: number;
  readonly removed: number;
  /** Bars of which a value changed. */
  readonly revised: number;
  /** First and last moment at which the past changed, in milliseconds UTC; null when it did not. */
  readonly from: number | null;
  readonly to: number | null;
  /** The first values that changed, in order of time. */
  readonly values: readonly RevisedValue[];
}

export interface RevisedValue {
  readonly time: number;
  readonly field: BarField;
  readonly before: number;
  readonly after: number;
}

export interface RevisionOptions {
  /** Only bars of this span, in milliseconds UTC, both ends included; absent: all. */
  readonly from?: number;
  readonly to?: number;
  /** Values that are listed of each symbol; default 5. */
  readonly most?: number;
}

/**
 * What changed, symbol by symbol; symbols of which nothing did are left out. One that only one side has counts as all
 * inserted, or all removed. Values are compared bit for bit, but 0 and −0 are equal; a dividend that one side lacks is 0.
 */
export function revisedBars(
  before: readonly BarColumns[],
  after: readonly BarColumns[],
  options: RevisionOptions = {},
): readonly SymbolRevision[] {
  const later = new Map(after.map((bars) => [bars.symbol, bars]));
  const earlier = new Set(before.map(({ symbol }) => symbol));
  const fresh = after.filter(({ symbol }) => !earlier.has(symbol));
  return [
    ...before.map((bars) => revisionOf(bars, later.get(bars.symbol) ?? null, options)),
    ...fresh.map((bars) => revisionOf({ ...bars, time: new Float64Array() }, bars, options)),
  ].filter(({ appended, inserted, removed, revised }) => appended + inserted + removed + revised > 0);
}

/** Whether the past is as it was: bars may have been appended. */
export function isPastKept({ from }: SymbolRevision): boolean {
  return from === null;
}

function revisionOf(before: BarColumns, after: BarColumns | null, options: RevisionOptions): SymbolRevision {
  const { from: first = Number.NEGATIVE_INFINITY, to: last = Number.POSITIVE_INFINITY, most = 5 } = options;
  const counts = { appended: 0, inserted: 0, removed: 0, revised: 0 };
  const values: RevisedValue[] = [];
  const span: { from: number | null; to: number | null } = { from: null, to: null };
  const changedAt = (time: number): void => {
    span.from ??= time;
    span.to = time;
  };
  const end = before.time.at(-1) ?? Number.POSITIVE_INFINITY;
  const laterTimes = after?.time ?? new Float64Array();
  for (let i = 0, j = 0; i < before.time.length || j < laterTimes.length; ) {
    const old = before.time[i] ?? Number.POSITIVE_INFINITY;
    const now = laterTimes[j] ?? Number.POSITIVE_INFINITY;
    const time = Math.min(old, now);
    const isInside = time >= first && time <= last;
    if (isInside && old < now) {
      counts.removed += 1;
      changedAt(time);
    } else if (isInside && now < old) {
      const isNew = now > end;
      counts[isNew ? "appended" : "inserted"] += 1;
      if (!isNew) changedAt(time);
    } else if (isInside && after !== null) {
      const found = changedValues({ bars: before, at: i }, { bars: after, at: j });
      if (found.length > 0) {
        counts.revised += 1;
        changedAt(time);
        values.push(...found.slice(0, most - values.length));
      }
    }
    if (old === time) i += 1;
    if (now === time) j += 1;
  }
  return { symbol: before.symbol, ...counts, ...span, values };
}

interface Place {
  readonly bars: BarColumns;
  readonly at: number;
}

function changedValues(old: Place, now: Place): readonly RevisedValue[] {
  const found: RevisedValue[] = [];
  for (const field of BAR_FIELDS) {
    const before = old.bars[field]?.[old.at] ?? 0;
    const after = now.bars[field]?.[now.at] ?? 0;
    const isSame = before === after || (Number.isNaN(before) && Number.isNaN(after));
    if (!isSame) found.push({ time: old.bars.time[old.at] ?? Number.NaN, field, before, after });
  }
  return found;
}
