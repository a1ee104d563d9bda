import type { Verdict } from "../../../analytics/verdict.ts";
import type { WalkForwardWindow } from "../../../analytics/walk-forward/walk-forward-result.ts";
import { formatQuantity } from "../../../core/text/format-quantity.ts";
import { textTable } from "../../../core/text/text-table.ts";
import { describeMetric } from "../../../engine/metrics/metric-catalogue.ts";
import type { Ranking } from "../../../runs/query/run-summary.ts";
import type { Output } from "../../terminal/output.ts";

/** What the studies of a backtest have come to, a line each. */
export function studyLines(
  { walkForward, cpcv, monteCarlo, sensitivity }: Ranking["studies"],
  { colors }: Output,
): readonly string[] {
  const paint: Readonly<Record<Verdict, (text: string) => string>> = {
    holds: colors.green,
    weak: colors.yellow,
    fails: colors.red,
    unknown: colors.dim,
  };
  return [
    ...(walkForward === null ? [] : [`Walk-forward: ${paint[walkForward.holds](walkForward.verdict)}`]),
    ...(cpcv === null ? [] : [`Cross-validation: ${paint[cpcv.holds](cpcv.verdict)}`]),
    ...(monteCarlo === null ? [] : [`Monte Carlo: ${paint[monteCarlo.holds](monteCarlo.verdict)}`]),
    ...(sensitivity === null ? [] : [`Sensitivity: ${paint[sensitivity.holds](sensitivity.verdict)}`]),
  ];
}

/** The windows of walk-forward optimisations: when, what was chosen, and what became of it. */
export function windowLines(rankings: readonly Ranking[]): readonly string[] {
  return rankings.flatMap(({ backtest, studies: { walkForward } }) => {
    if (walkForward === null) return [];
    const { windows, varying, objective } = walkForward;
    const { label } = describeMetric(objective);
    const head = ["in sample", "out of sample", ...varying, `${label} in`, `${label} out`, "return out"];
    const rows = windows.map((window) => rowOf(window, varying, objective));
    const title = rankings.length > 1 ? `${backtest}, windows:` : "Windows:";
    return ["", title, ...textTable([head, ...rows], { leftColumns: [0, 1] })];
  });
}

function rowOf(
  { inSample, outOfSample, cells, params }: WalkForwardWindow,
  varying: readonly string[],
  objective: string,
): readonly string[] {
  const { unit } = describeMetric(objective);
  const more = cells.length > 1 ? ` +${cells.length - 1}` : "";
  const values = varying.map((name, at) => `${params?.[name] ?? "–"}${at === varying.length - 1 ? more : ""}`);
  const textOf = (value: number | null, own: typeof unit): string =>
    value === null ? "–" : formatQuantity(value, own);
  return [
    `${inSample.start.slice(0, 10)} … ${inSample.end.slice(0, 10)}`,
    `${outOfSample.start.slice(0, 10)} … ${outOfSample.end.slice(0, 10)}`,
    ...values,
    textOf(inSample.score, unit),
    textOf(outOfSample.score, unit),
    textOf(outOfSample.totalReturn, "fraction"),
  ];
}
