import type { Bars } from "../bars.ts";
import { transformBars } from "../transform-bars.ts";
import { lastKnown, sinceLastBar } from "./last-known.ts";
import type { Panel } from "./panel.ts";

/**
 * The panel as a strategy may see it: a symbol has no bar before it joined the universe nor after it left, and nothing is carried on
 * from before to after. The same panel where no symbol ever is outside.
 */
export function memberView(panel: Panel): Panel {
  const masks = panel.bars.map(memberAt);
  if (masks.every((mask) => mask === null)) return panel;
  const masked = (column: Float64Array, asset: number): Float64Array => {
    const mask = masks[asset] ?? null;
    return mask === null ? column : column.map((value, bar) => (mask[bar] === 1 ? value : Number.NaN));
  };
  const bars = panel.bars.map((own, asset): Bars => {
    const { member: _, ...seen } = own;
    const { time } = own;
    return { ...transformBars(seen, (column) => (column === time ? time : masked(column, asset))), time };
  });
  return {
    ...panel,
    bars,
    closes: bars.map(({ close }, asset) => masked(lastKnown(close), asset)),
    extra: Object.fromEntries(
      Object.keys(panel.extra).map((name) => [
        name,
        bars.map(({ close, extra }, asset) =>
          masked(sinceLastBar(extra?.[name] ?? new Float64Array(close.length).fill(Number.NaN), close), asset),
        ),
      ]),
    ),
  };
}

/** One value per bar of the panel: 1 where the symbol is in the universe, by its last bar so far. Null: it always is. */
export function memberAt({ member, close }: Bars): Float64Array | null {
  return member === undefined ? null : sinceLastBar(member, close);
}
