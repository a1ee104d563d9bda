import { alignBars } from "../panel/panel.ts";
import { type CheckedStrategy, columnsOf } from "./check-lookahead.ts";
import { cutBars } from "./cut-bars.ts";

/**
 * How many bars a strategy needs until it says the same as with a longer past: it is run on all bars and on
 * those from `start` on, and the last bar is looked for at which a signal or target differs, or the number of orders. Compare it with `warmup`.
 * A portfolio that is set anew every n bars counts from its own first bar, and never settles in this sense.
 *
 * @param start index of the first bar of the shorter run; the bars before it are the longer past
 * @returns bars after `start` with an unsettled signal, 0 when none ever differs
 */
export function settlingBars(checked: CheckedStrategy, start: number): number {
  const from = alignBars(checked.bars).time[start] ?? Number.POSITIVE_INFINITY;
  const long = columnsOf(checked);
  const short = columnsOf({
    ...checked,
    bars: checked.bars.map((own) => cutBars(own, from, Number.POSITIVE_INFINITY)),
  });
  let settled = 0;
  for (const [name, values] of short) {
    if (!(values instanceof Uint8Array)) continue;
    const unsettled = values.findLastIndex((value, bar) => value !== long.get(name)?.[start + bar]);
    settled = Math.max(settled, unsettled + 1);
  }
  return settled;
}
