import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { Wait } from "../../store/run/waits.ts";

/**
 * The data that a run waits for, as its backtests ask for them: the symbols and the bars that they use. A dataset that none of
 * them uses is asked for whole.
 */
export function requestsOf(
  { backtests }: Pick<DagSpec, "backtests">,
  { dataset }: Pick<Wait, "dataset">,
): readonly DataSpec[] {
  const read = backtests.flatMap(({ data }) => data ?? []);
  const requests = read.filter((data) => dataset === null || dataset === (data.source ?? data.dataset));
  if (requests.length > 0 || dataset === null) return requests;
  return [{ dataset, csv: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false }];
}
