import type { PacedRun } from "../../store/run/deadlines.ts";

/** When a run will end, and what says so. */
export interface ExpectedEnd {
  readonly at: Date;
  readonly basis: "rate" | "usual";
  /** Cells per second, when that is what says so. */
  readonly rate: number | null;
}

/** A rate is believed once it is of this share of the cells, … */
const ENOUGH_CELLS = 0.05;
/** … or of this share of the time that there is. */
const ENOUGH_TIME = 0.1;

/**
 * When the run will end at the rate at which it has computed cells so far (those that were cached say nothing of it); before
 * there is such a rate, when it would end if it took as long as its DAG's last runs. Null when neither is known.
 */
export function expectEnd(run: PacedRun): ExpectedEnd | null {
  const now = run.now.getTime();
  const rate = measuredRate(run);
  if (rate !== null) {
    const left = run.cellsTotal - run.cellsDone;
    return { at: new Date(now + (left / rate) * 1000), basis: "rate", rate };
  }
  if (run.usualMs === null) return null;
  const began = run.startedAt?.getTime() ?? now;
  return { at: new Date(Math.max(now, began + run.usualMs)), basis: "usual", rate: null };
}

function measuredRate({ now, cellsSince, cellsTotal, cellsDone, cellsCached, mustFinishAt }: PacedRun): number | null {
  const computed = cellsDone - cellsCached;
  if (cellsSince === null || computed <= 0) return null;
  const spentMs = now.getTime() - cellsSince.getTime();
  const allottedMs = mustFinishAt.getTime() - cellsSince.getTime();
  const isEnough = computed >= ENOUGH_CELLS * (cellsTotal - cellsCached) || spentMs >= ENOUGH_TIME * allottedMs;
  return isEnough && spentMs > 0 ? computed / (spentMs / 1000) : null;
}

const SHORTEST_MARGIN_MS = 60_000;
const LONGEST_MARGIN_MS = 15 * 60_000;

/**
 * Whether the run is not likely to end in time. Of one that has not begun, and of whose like nothing is known, a tenth of the
 * time that there was (a minute to a quarter of an hour) is taken for what it needs.
 */
export function isLate(run: PacedRun, expected: ExpectedEnd | null): boolean {
  const [now, deadline] = [run.now.getTime(), run.mustFinishAt.getTime()];
  if (now >= deadline) return true;
  if (expected !== null) return expected.at.getTime() > deadline;
  if (run.startedAt !== null) return false;
  const tenth = (deadline - run.createdAt.getTime()) / 10;
  const margin = Math.min(LONGEST_MARGIN_MS, Math.max(SHORTEST_MARGIN_MS, tenth));
  return now >= deadline - margin;
}
