import { steadyBlockStarts } from "../../core/numbers/block-starts.ts";
import type { SweepRequest } from "../backtest.ts";
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

/** Whether cells that have traded `before` bars can be gone on with by their sums of blocks: not where all blocks begin anew. */
export function extendable(before: number, now: number, blocks: number): boolean {
  if (before >= now) return false;
  const cuts = steadyBlockStarts(now, blocks);
  return steadyBlockStarts(before, blocks).every((start, block) => block === blocks || start === cuts[block]);
}
