import { DAY_MS } from "../../core/time/calendar-year.ts";
import { EXACT, isChanged, type Tolerance } from "./compare-columns.ts";

/** Results kept as the truth to compare with; plain JSON, written only on purpose. */
export interface GoldenResults {
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** Version of each metric when the results were made. */
  readonly versions: Readonly<Record<string, number>>;
  /** Cell name (its parameters as canonical JSON) → metric id → value; null is undefined. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

export interface MetricChange {
  readonly cell: string;
  readonly metric: string;
  readonly before: number | null;
  readonly after: number | null;
  /** after − before; null when either is undefined. */
  readonly difference: number | null;
  /** |difference| ÷ |before|; null when there is no difference or before is 0. */
  readonly relative: number | null;
}

export interface ResultsComparison {
  /** True when nothing changed, is missing or was added; metrics of another version do not count. */
  readonly same: boolean;
  /** In order of cells and metrics. */
  readonly changes: readonly MetricChange[];
  /** Cells of the golden results that are gone, and new ones. */
  readonly missingCells: readonly string[];
  readonly addedCells: readonly string[];
  /** Metrics that one side lacks or that were redefined; their values are not compared. */
  readonly incomparable: readonly string[];
  /** Whole days since the golden results were made. */
  readonly ageDays: number;
  /** Older than `STALE_AFTER_DAYS`: make them anew, on purpose, after looking at the changes. */
  readonly stale: boolean;
}

/** Nobody may remember by then why they were taken for right. */
export const STALE_AFTER_DAYS = 90;

export interface CompareOptions {
  readonly now: Date;
  /** A change within it is none; default: to the last bit, since the same spec gives the same bits. */
  readonly tolerance?: Tolerance;
}

/** Which metrics of which cells changed against the golden results, and by how much. */
export function compareResults(
  golden: GoldenResults,
  current: Omit<GoldenResults, "createdAt">,
  { now, tolerance = EXACT }: CompareOptions,
): ResultsComparison {
  const metrics = [...new Set([...Object.keys(golden.versions), ...Object.keys(current.versions)])];
  const comparable = metrics.filter((id) => golden.versions[id] === current.versions[id]);
  const changes = Object.entries(golden.cells).flatMap(([cell, before]) => {
    const after = current.cells[cell];
    if (after === undefined) return [];
    return comparable.flatMap((metric) => {
      const change = changeOf(before[metric] ?? null, after[metric] ?? null, tolerance);
      return change === null ? [] : [{ cell, metric, ...change }];
    });
  });
  const missingCells = Object.keys(golden.cells).filter((cell) => !Object.hasOwn(current.cells, cell));
  const addedCells = Object.keys(current.cells).filter((cell) => !Object.hasOwn(golden.cells, cell));
  const ageDays = Math.floor((now.getTime() - Date.parse(golden.createdAt)) / DAY_MS);
  return {
    same: changes.length + missingCells.length + addedCells.length === 0,
    changes,
    missingCells,
    addedCells,
    incomparable: metrics.filter((id) => golden.versions[id] !== current.versions[id]),
    ageDays,
    stale: ageDays > STALE_AFTER_DAYS,
  };
}

function changeOf(
  before: number | null,
  after: number | null,
  tolerance: Tolerance,
): Omit<MetricChange, "cell" | "metric"> | null {
  if (before === null || after === null) {
    return before === after ? null : { before, after, difference: null, relative: null };
  }
  const difference = after - before;
  if (!isChanged(before, after, tolerance)) return null;
  return { before, after, difference, relative: before === 0 ? null : Math.abs(difference / before) };
}
