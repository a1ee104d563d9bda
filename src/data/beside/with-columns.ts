import type { Bars } from "../../engine/bars.ts";
import { allocateBars, layoutOf } from "../bars/allocate-bars.ts";

/** The bars with other columns beside them, all in one piece of shared memory. */
export function withColumns(bars: Bars, extra: Bars["extra"], member: Float64Array | undefined): Bars {
  const leaves = member?.includes(0) === true ? { member } : {};
  const wide = allocateBars(layoutOf({ ...bars, ...(extra && { extra }), ...leaves }));
  if (member !== undefined) wide.member?.set(member);
  for (const field of ["time", "open", "high", "low", "close", "volume", "dividend"] as const) {
    const column = bars[field];
    if (column !== undefined) wide[field]?.set(column);
  }
  for (const [name, column] of Object.entries(extra ?? {})) wide.extra?.[name]?.set(column);
  return wide;
}
