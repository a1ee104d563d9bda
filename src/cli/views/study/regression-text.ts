import type { RegressionResult, RegressionState } from "../../../analytics/regression/regression-result.ts";
import { printableLine } from "../../../core/text/printable.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import type { Output } from "../../terminal/output.ts";

const PAINTS: Readonly<Record<RegressionState, "green" | "yellow" | "red" | "dim">> = {
  unchanged: "green",
  noise: "green",
  changed: "red",
  first: "dim",
  unknown: "yellow",
};

/** What became of the past since the run before, and of what it was computed. */
export function regressionLines(found: RegressionResult | null, { colors }: Pick<Output, "colors">): readonly string[] {
  if (found === null) return [];
  const { state, verdict, against, inputs, cells } = found;
  const [first] = cells;
  const head = `Regression: ${colors[PAINTS[state]](verdict)}${against === null ? "" : colors.dim(` Compared with run ${against}.`)}`;
  if (state !== "changed" || first === undefined) return [head];
  const sizeOf = ({ before, after }: (typeof first.metrics)[number]): number =>
    before === null || after === null ? 1 : Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after));
  const [metric] = first.metrics.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return [
    head,
    ...inputs.map((line) => printableLine(`  ${line}`)),
    ...(metric === undefined
      ? []
      : [printableLine(`  ${JSON.stringify(first.params)} ${metric.metric} ${metric.before} → ${metric.after}`)]),
  ];
}

/** What a plan says of the comparison to come; none without one. */
export function regressionPlan({ regression }: Pick<BacktestSpec, "regression">): readonly string[] {
  if (regression === undefined) return [];
  const { cells, onChange, tolerance } = regression;
  const { relative, absolute } = tolerance;
  const bounds = relative === 0 && absolute === 0 ? "to the last bit" : `within rtol ${relative}, atol ${absolute}`;
  const which = cells === null ? "all cells" : `the best ${cells}`;
  return [`  regression: ${which} against the run before, ${bounds}; on change ${onChange}`];
}
