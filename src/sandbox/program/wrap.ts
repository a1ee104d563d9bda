import type { HostTools } from "./host-tools.ts";

export interface Wrapping {
  readonly isLow: boolean;
  readonly isStrict: boolean;
}

/** Words that start what comes after them with less of the machine, or as the first process of a namespace. */
export function wrapOf(tools: HostTools, { isLow, isStrict }: Wrapping): readonly string[] {
  return [...(isLow ? tools.low : []), ...((isStrict ? tools.strict : null) ?? [])];
}
