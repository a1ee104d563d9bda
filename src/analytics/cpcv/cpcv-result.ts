import type { Params } from "../../core/params/param-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { Statistic } from "../statistic.ts";
import type { Verdict } from "../verdict.ts";
import { CPCV_STATISTICS, type CpcvStatisticId } from "./cpcv-catalogue.ts";

/** What a cross-validation leaves: plain JSON, kept as the output of its task. */
export interface CpcvResult {
  readonly study: "cpcv";
  /** Rises with every change that a reader has to know. */
  readonly version: 1;
  readonly groups: number;
  readonly test: number;
  readonly purge: number;
  readonly embargo: number;
  /** One sentence for people. */
  readonly verdict: string;
  readonly holds: Verdict;
  readonly statistics: CpcvStatistics;
  /** Annual Sharpe ratios of the paths, ascending; of more than `PATHS_KEPT` so many quantiles. Undefined ones are left out. */
  readonly paths: readonly number[];
  /** The cells that were chosen, the most frequent first; at most `CELLS_KEPT`. */
  readonly chosen: readonly ChosenCell[];
}

export type CpcvStatistics = Readonly<Record<CpcvStatisticId, Statistic>>;

export interface ChosenCell {
  readonly cell: number;
  readonly params: Params;
  /** Share of the splits in which it was chosen. */
  readonly share: number;
}

export const PATHS_KEPT = 1000;
export const CELLS_KEPT = 20;

/** The output of a task as what it is; null when it is something else, or of a version that this one does not know. */
export function readCpcv(output: unknown): CpcvResult | null {
  if (!isMap(output) || output["study"] !== "cpcv" || output["version"] !== 1) return null;
  const { statistics, paths, chosen, verdict } = output;
  const isWhole =
    isMap(statistics) &&
    CPCV_STATISTICS.every(({ id }) => isMap(statistics[id])) &&
    Array.isArray(paths) &&
    Array.isArray(chosen) &&
    typeof verdict === "string";
  return isWhole ? (output as unknown as CpcvResult) : null;
}
