import { ascending, mean, rollup, variance } from "d3-array";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { metricValue } from "../../engine/metrics/metric-catalogue.ts";
import type { RankedCell } from "../tearsheet-input.ts";

/** The grid seen from one or two of its axes; further axes are folded away by keeping the best cell. */
export interface ParameterPlane {
  readonly x: PlaneAxis;
  /** Null when one parameter varies. */
  readonly y: PlaneAxis | null;
  /** Best cell per place, `row * x.values.length + column`; null where no cell of the ranking lies. */
  readonly cells: readonly (RankedCell | null)[];
  /** Axes over which the best cell was taken. */
  readonly folded: readonly string[];
}

export interface PlaneAxis {
  readonly name: string;
  /** Ascending. */
  readonly values: readonly ParamValue[];
}

/**
 * Picks the two axes that move the objective most (by the variance of its mean over each value) and lays the
 * cells out on them. Null when no parameter varies among the cells.
 *
 * @param ranked best first, so that the first cell seen at a place is its best
 */
export function parameterPlane(
  ranked: readonly RankedCell[],
  axes: readonly string[],
  objective: string,
): ParameterPlane | null {
  const varying = axes.map((name) => axisOf(ranked, name)).filter(({ values }) => values.length > 1);
  const byEffect = varying.toSorted(
    (a, b) => effectOf(ranked, b.name, objective) - effectOf(ranked, a.name, objective),
  );
  const strongest = new Set(byEffect.slice(0, 2));
  const shown = varying.filter((axis) => strongest.has(axis));
  const [x, y = null] = shown;
  if (x === undefined) return null;
  return {
    x,
    y,
    cells: layOut(ranked, x, y),
    folded: varying.filter((axis) => !strongest.has(axis)).map(({ name }) => name),
  };
}

function axisOf(ranked: readonly RankedCell[], name: string): PlaneAxis {
  const values = new Set(ranked.map(({ params }) => params[name]).filter((value) => value !== undefined));
  return { name, values: [...values].sort(ascending) };
}

/** Variance of the mean objective over the values of an axis; 0 where nothing is defined. */
function effectOf(ranked: readonly RankedCell[], name: string, objective: string): number {
  const means = rollup(
    ranked,
    (cells) => mean(cells, ({ metrics }) => metricValue(metrics, objective)),
    ({ params }) => params[name],
  );
  return variance(means.values()) ?? 0;
}

function layOut(ranked: readonly RankedCell[], x: PlaneAxis, y: PlaneAxis | null): (RankedCell | null)[] {
  const columns = new Map(x.values.map((value, index) => [value, index]));
  const rows = new Map((y?.values ?? []).map((value, index) => [value, index]));
  const cells: (RankedCell | null)[] = Array.from({ length: columns.size * Math.max(1, rows.size) }, () => null);
  for (const cell of ranked) {
    const column = columns.get(cell.params[x.name] ?? "");
    const row = y === null ? 0 : rows.get(cell.params[y.name] ?? "");
    if (column === undefined || row === undefined) continue;
    const place = row * columns.size + column;
    cells[place] ??= cell;
  }
  return cells;
}
