/** How far a run, or a backtest of it, is. */
export interface Progress {
  /** Share of its cells, 0…1; 0 of one without cells. */
  readonly done: number;
  /** Since it began to compute; null before. */
  readonly cellsPerSecond: number | null;
  /** To the end at that speed; null when nobody can tell. */
  readonly etaMs: number | null;
}

interface Counted {
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsCached: number;
  readonly startedAt: Date | null;
}

/** Shorter, and what was counted says little about the speed. */
const LEAST_MS = 1000;

/** @param underWay cells' worth of work that is not counted yet */
export function progressOf(
  { cellsTotal, cellsDone, cellsCached, startedAt }: Counted,
  underWay: number,
  now: Date,
): Progress {
  const finished = Math.min(cellsTotal, cellsDone + underWay);
  const done = cellsTotal === 0 ? 0 : finished / cellsTotal;
  const tookMs = startedAt === null ? 0 : now.getTime() - startedAt.getTime();
  if (tookMs < LEAST_MS) return { done, cellsPerSecond: null, etaMs: null };
  // Cached ones took no time: with them the rest would seem to be done at once.
  const perMs = Math.max(0, finished - cellsCached) / tookMs;
  const etaMs = perMs > 0 ? Math.round((cellsTotal - finished) / perMs) : null;
  return { done, cellsPerSecond: perMs * 1000, etaMs };
}
