import type { Statistic } from "../../analytics/statistic.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import { formatUnit, reasonText } from "../format/format-metric.ts";
import { UNDEFINED_TEXT } from "../format/format-number.ts";
import type { Tile } from "./tiles.ts";

/** A tile for each statistic of a study that has a meaning here, in the order of its catalogue. */
export function statisticTiles<Id extends string>(
  catalogue: readonly (MetricInfo & { readonly id: Id })[],
  statistics: Readonly<Record<Id, Statistic>>,
  meaning: Readonly<Partial<Record<Id, string>>>,
): readonly Tile[] {
  return catalogue.flatMap(({ id, label, unit }): readonly Tile[] => {
    const context = meaning[id];
    const { value, reason } = statistics[id];
    if (context === undefined) return [];
    return value === null
      ? [{ label, value: UNDEFINED_TEXT, hint: reasonText(reason), context }]
      : [{ label, value: formatUnit(value, unit), hint: null, context }];
  });
}
