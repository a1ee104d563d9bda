import { steadyBlockStarts } from "../../core/numbers/block-starts.ts";
import type { PastCells, SweepRequest } from "../backtest.ts";
import { profileOf } from "../profiles/registry.ts";

type Asked = Pick<SweepRequest, "strategy" | "bars" | "settings" | "blocks" | "computed" | "untrusted">;

/**
 * Whether the cells of a sweep can be gone on with: they are traded by signals that are known to need no bar to come (as
 * those of Nightgrid's own strategies, each of which passes the look-ahead check), end as they stand, and every metric of theirs is made
 * of sums along the bars.
 */
export function canStand({ strategy, bars, settings, blocks = 0, computed = [], untrusted }: Asked): boolean {
  const { execution, delistings = [], daysPerYear } = settings;
  return (
    strategy.kind === "signals" &&
    strategy.events !== undefined &&
    untrusted === undefined &&
    bars.length === 1 &&
    typeof blocks === "number" &&
    computed.length === 0 &&
    daysPerYear === undefined &&
    delistings.length === 0 &&
    !execution.closeAtEnd &&
    profileOf(execution.profile).setOwnMetrics === null
  );
}

/** Null where the bars are cut into other blocks than they were. */
export function extendable(past: PastCells, { bars: [bars], blocks = 0 }: Asked): PastCells | null {
  const count = bars?.close.length ?? 0;
  if (past.bars >= count || typeof blocks !== "number") return null;
  const before = steadyBlockStarts(past.bars, blocks);
  const now = steadyBlockStarts(count, blocks);
  return before.every((start, block) => block === blocks || start === now[block]) ? past : null;
}
