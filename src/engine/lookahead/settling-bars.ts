import type { Params } from "../../core/params.ts";
import type { Bars } from "../bars.ts";
import { completeParams } from "../cells/complete-params.ts";
import { paramSpecsOf } from "../cells/param-specs.ts";
import type { Strategy } from "../strategy.ts";
import { columnsOf } from "./check-lookahead.ts";
import { cutBars } from "./cut-bars.ts";

/**
 * How many bars a strategy needs until it says the same as with a longer past: it is run on all bars and on
 * those from `start` on, and the last bar is looked for at which a signal differs. Compare it with `warmup`.
 *
 * @param start index of the first bar of the shorter run; the bars before it are the longer past
 * @returns bars after `start` with an unsettled signal, 0 when none ever differs
 */
export function settlingBars(strategy: Strategy, bars: Bars, params: Params, start: number): number {
  const complete = completeParams(paramSpecsOf(strategy), params);
  const long = columnsOf(strategy, bars, complete);
  const short = columnsOf(strategy, cutBars(bars, start, bars.close.length), complete);
  let settled = 0;
  for (const name of ["entries", "exits", "shortEntries", "shortExits"]) {
    const unsettled = short.get(name)?.findLastIndex((value, bar) => value !== long.get(name)?.[start + bar]) ?? -1;
    settled = Math.max(settled, unsettled + 1);
  }
  return settled;
}
