import type { ParamValue } from "../../../core/params/param-spec.ts";
import type { AxisOrders } from "../../../analytics/sweep-views/neighbours.ts";
import type { Grid } from "../../../factory/grid/grid.ts";

export interface AxisValues {
  readonly name: string;
  readonly values: readonly ParamValue[];
  /** All are numbers, so that two of them can be neighbours. */
  readonly isOrdered: boolean;
}

export function axisValues({ axes }: Pick<Grid, "axes">): readonly AxisValues[] {
  return axes.map((axis) => {
    const values = Array.from({ length: axis.count }, (_, place) => axis.valueAt(place));
    return { name: axis.name, values, isOrdered: values.every((value) => typeof value === "number") };
  });
}

/** Of each axis its places by the size of its values; null where they have none. */
export function axisOrders(axes: readonly AxisValues[]): AxisOrders {
  return axes.map(({ values, isOrdered }) =>
    isOrdered ? Int32Array.from(values.keys()).sort((a, b) => Number(values[a] ?? 0) - Number(values[b] ?? 0)) : null,
  );
}
