import type { ParamValue, Sweep } from "../../api/shapes.ts";

/** The parameters of a cell by its place on each axis. */
export function paramsAt(
  { axes }: Pick<Sweep, "axes">,
  places: ArrayLike<number>,
): Readonly<Record<string, ParamValue>> {
  return Object.fromEntries(axes.map(({ name, values }, axis) => [name, values[places[axis] ?? -1] ?? ""]));
}
