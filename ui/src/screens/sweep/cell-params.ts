import type { Sweep } from "../../api/shapes.ts";

type ParamValues = Readonly<Record<string, number | string | boolean>>;

/**
 * The parameters of a cell by arithmetic alone: its raw number in the mixed radix of the axes.
 * @param raw −1 for a cell that was added
 */
export function paramsOfRaw({ axes }: Pick<Sweep, "axes">, raw: number): ParamValues {
  let rest = raw;
  const places = axes.toReversed().map(({ name, values }) => {
    const value = values[rest % values.length];
    rest = Math.floor(rest / values.length);
    return [name, value ?? ""] as const;
  });
  return Object.fromEntries(places.toReversed());
}
