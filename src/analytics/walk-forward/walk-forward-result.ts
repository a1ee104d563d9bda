import type { Params } from "../../core/params/param-spec.ts";
import type { SeamPositions, Selection } from "../../core/spec/study-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { Statistic } from "../statistic.ts";
import type { Verdict } from "../verdict.ts";
import { WALK_FORWARD_STATISTICS, type WalkForwardStatisticId } from "./walk-forward-catalogue.ts";

/** What a walk-forward task leaves: plain JSON, kept as the output of the task. */
export interface WalkForwardResult {
  readonly study: "walk_forward";
  /** Rises with every change that a reader has to know. */
  readonly version: 1;
  readonly objective: string;
  readonly select: Selection;
  readonly positions: SeamPositions;
  /** One sentence for people: whether it holds up out of sample. */
  readonly verdict: string;
  readonly holds: Verdict;
  readonly statistics: WalkForwardStatistics;
  readonly windows: readonly WalkForwardWindow[];
  /** The joined out-of-sample account, thinned to at most `CURVE_POINTS`; the last point of each window is always there. */
  readonly curve: readonly CurvePoint[];
  /** Parameters that differ from cell to cell. */
  readonly varying: readonly string[];
  /** Before the first out-of-sample bar. */
  readonly initialCapital: number;
}

export type WalkForwardStatistics = Readonly<Record<WalkForwardStatisticId, Statistic>>;

export const CURVE_POINTS = 1000;

export interface WalkForwardWindow {
  readonly inSample: WindowPart;
  readonly outOfSample: WindowPart;
  /** The cells that were traded, best first; none when no cell competed: the account lay still. */
  readonly cells: readonly number[];
  /** Of the first of them; null for none. */
  readonly params: Params | null;
  /** What the seam before it has cost, as a fraction of the account. */
  readonly seamCost: number;
}

export interface WindowPart {
  /** First and last bar, counted from 0 in the window of the backtest; both included. */
  readonly firstBar: number;
  readonly lastBar: number;
  /** When they begin, ISO 8601 UTC. */
  readonly start: string;
  readonly end: string;
  /** The objective; null where undefined. Of several cells their mean. */
  readonly score: number | null;
  /** Total return, as a fraction; null when nothing was traded. */
  readonly totalReturn: number | null;
}

export interface CurvePoint {
  /** Milliseconds UTC, of the bar. */
  readonly time: number;
  readonly equity: number;
}

/** The output of a task as what it is; null when it is something else, or of a version that this one does not know. */
export function readWalkForward(output: unknown): WalkForwardResult | null {
  if (!isMap(output) || output["study"] !== "walk_forward" || output["version"] !== 1) return null;
  const { statistics, windows, curve, verdict } = output;
  const isWhole =
    isMap(statistics) &&
    WALK_FORWARD_STATISTICS.every(({ id }) => isMap(statistics[id])) &&
    Array.isArray(windows) &&
    Array.isArray(curve) &&
    typeof verdict === "string";
  return isWhole ? (output as unknown as WalkForwardResult) : null;
}
