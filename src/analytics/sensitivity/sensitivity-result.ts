import type { ExecutionChange } from "../../core/spec/study-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { Statistic } from "../statistic.ts";
import type { Verdict } from "../verdict.ts";
import { SENSITIVITY_STATISTICS, type SensitivityStatisticId } from "./sensitivity-catalogue.ts";

/** What a study of sensitivity leaves: plain JSON, kept as the output of its task. */
export interface SensitivityResult {
  readonly study: "sensitivity";
  /** Rises with every change that a reader has to know. */
  readonly version: 1;
  /** One sentence for people. */
  readonly verdict: string;
  readonly holds: Verdict;
  readonly statistics: SensitivityStatistics;
  /** What is measured of each execution; the objective of the backtest first. */
  readonly metrics: readonly string[];
  /** Of the best cell as it was; empty where there is none. */
  readonly real: Figures;
  readonly rows: readonly SensitivityRow[];
  /** How often missed fills were drawn. */
  readonly draws: number;
  readonly seed: number;
}

/** Metrics by name; null where undefined. */
export type Figures = Readonly<Record<string, number | null>>;

export interface SensitivityRow {
  readonly change: ExecutionChange;
  /** Bars later, bps more each side, or the probability that a fill does not come. */
  readonly amount: number;
  /** Why the backtest cannot be traded so; null where it was. */
  readonly refused: string | null;
  /** Medians over the draws where it is drawn; empty where it was refused. */
  readonly figures: Figures;
  /** What one draw in twenty does not reach; null where nothing is drawn. */
  readonly worst: Figures | null;
}

export type SensitivityStatistics = Readonly<Record<SensitivityStatisticId, Statistic>>;

/** The output of a task as what it is; null when it is something else, or of a version that this one does not know. */
export function readSensitivity(output: unknown): SensitivityResult | null {
  if (!isMap(output) || output["study"] !== "sensitivity" || output["version"] !== 1) return null;
  const { statistics, rows, metrics, real, verdict } = output;
  const isWhole =
    isMap(statistics) &&
    SENSITIVITY_STATISTICS.every(({ id }) => isMap(statistics[id])) &&
    Array.isArray(rows) &&
    rows.every((row) => isMap(row) && isMap(row["figures"])) &&
    Array.isArray(metrics) &&
    isMap(real) &&
    typeof verdict === "string";
  return isWhole ? (output as unknown as SensitivityResult) : null;
}
