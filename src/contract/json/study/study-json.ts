import { CPCV_STATISTICS } from "../../../analytics/cpcv/cpcv-catalogue.ts";
import type { CpcvResult } from "../../../analytics/cpcv/cpcv-result.ts";
import type { Statistic } from "../../../analytics/statistic.ts";
import { WALK_FORWARD_STATISTICS } from "../../../analytics/walk-forward/walk-forward-catalogue.ts";
import type { WalkForwardResult, WindowPart } from "../../../analytics/walk-forward/walk-forward-result.ts";
import type { CpcvJson, WalkForwardJson } from "../../schemas/study/study-schema.ts";

export function walkForwardJson(result: WalkForwardResult): WalkForwardJson {
  const { verdict, holds, objective, select, positions, statistics, windows, varying, initialCapital, curve } = result;
  return {
    holds,
    verdict,
    objective,
    select,
    positions,
    statistics: statisticsJson(WALK_FORWARD_STATISTICS, statistics),
    windows: windows.map(({ inSample, outOfSample, cells, params, seamCost }) => ({
      in_sample: partJson(inSample),
      out_of_sample: partJson(outOfSample),
      cells,
      params,
      seam_cost: seamCost,
    })),
    varying,
    initial_capital: initialCapital,
    curve: curve.map(({ time, equity }) => ({ time: new Date(time).toISOString(), equity })),
  };
}

export function cpcvJson(result: CpcvResult): CpcvJson {
  const { verdict, holds, groups, test, purge, embargo, statistics, paths, chosen } = result;
  return {
    holds,
    verdict,
    groups,
    test,
    purge,
    embargo,
    statistics: statisticsJson(CPCV_STATISTICS, statistics),
    paths,
    chosen: chosen.map(({ cell, params, share }) => ({ cell, params, share })),
  };
}

function partJson({ firstBar, lastBar, start, end, score, totalReturn }: WindowPart) {
  return { first_bar: firstBar, last_bar: lastBar, start, end, score, total_return: totalReturn };
}

/** Values by id, null where undefined, with the reasons beside them. */
export function statisticsJson<Id extends string>(
  catalogue: readonly { readonly id: Id }[],
  statistics: Readonly<Record<Id, Statistic>>,
): WalkForwardJson["statistics"] {
  const values = catalogue.map(({ id }) => [id, statistics[id].value] as const);
  const reasons = catalogue.flatMap(({ id }) => {
    const { reason } = statistics[id];
    return reason === null ? [] : [[id, reason] as const];
  });
  return { ...Object.fromEntries(values), undefined: Object.fromEntries(reasons) } as WalkForwardJson["statistics"];
}
