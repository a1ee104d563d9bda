import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import type { SearchView } from "../../../runs/search/search-view.ts";
import type { Output } from "../../terminal/output.ts";

/** What a search has found, in a line: how many cells it took, when the best came, and what moves the objective most. */
export function searchLines(view: SearchView | null, { colors }: Pick<Output, "colors">): readonly string[] {
  if (view === null) return [];
  const { backtest, objective, trials, rounds, convergence, importance } = view;
  const method = backtest.search?.method ?? backtest.grid.draw?.method ?? "";
  const last = convergence?.at(-1);
  const [most] = importance.params
    .map((param, axis) => ({ param, share: importance.axes[axis] ?? Number.NaN }))
    .filter(({ share }) => !Number.isNaN(share))
    .toSorted((a, b) => b.share - a.share);
  const { label, unit } = describeMetric(objective);
  const parts = [
    `${method}, ${trials.toLocaleString("en-US")} cells`,
    ...(rounds.length > 1 ? [`${rounds.length} rounds`] : []),
    ...(last === undefined ? [] : [`best ${label} ${formatQuantity(last.score, unit)} after cell ${last.trial + 1}`]),
    ...(most === undefined ? [] : [`${most.param} explains ${formatQuantity(most.share, "fraction")} (fANOVA)`]),
  ];
  return [colors.dim(`Search: ${parts.join("; ")}`)];
}
