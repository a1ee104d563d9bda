import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import type { Statistic } from "../statistic.ts";
import type { RegressionResult } from "./regression-result.ts";

/** What a comparison with the run before comes to, in cells; alert conditions read `regression.<id>`. */
export const REGRESSION_STATISTICS = [
  { id: "compared", version: 1, label: "Cells compared", unit: "count", better: null },
  { id: "changed", version: 1, label: "Cells whose past changed", unit: "count", better: "lower" },
  { id: "noise", version: 1, label: "Cells that moved within the tolerance", unit: "count", better: "lower" },
  { id: "data", version: 1, label: "Cells changed by revised data", unit: "count", better: "lower" },
  { id: "code", version: 1, label: "Cells changed by code", unit: "count", better: "lower" },
  { id: "engine", version: 1, label: "Cells changed by the engine", unit: "count", better: "lower" },
  { id: "settings", version: 1, label: "Cells changed by settings", unit: "count", better: "lower" },
  { id: "random", version: 1, label: "Cells that are not deterministic", unit: "count", better: "lower" },
] as const satisfies readonly MetricInfo[];

type RegressionStatisticId = (typeof REGRESSION_STATISTICS)[number]["id"];

/** Nothing is known where code or data of the run before are not here any more; on the first night nothing changed. */
export function regressionStatistics({
  state,
  compared,
  changed,
  noise,
  causes,
}: Pick<RegressionResult, "state" | "compared" | "changed" | "noise" | "causes">): Readonly<
  Record<RegressionStatisticId, Statistic>
> {
  const cellsOf = (id: RegressionStatisticId): number => {
    switch (id) {
      case "compared":
        return compared;
      case "changed":
        return changed;
      case "noise":
        return noise;
      case "data":
      case "code":
      case "engine":
      case "settings":
      case "random":
        return causes.find(({ cause }) => cause === id)?.cells ?? 0;
    }
  };
  const figures = REGRESSION_STATISTICS.map(({ id }) => [
    id,
    state === "unknown" ? unmeasured("not_computed") : measured(cellsOf(id)),
  ]);
  return Object.fromEntries(figures) as Readonly<Record<RegressionStatisticId, Statistic>>;
}
