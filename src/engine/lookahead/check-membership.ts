import type { Bars } from "../bars.ts";
import { alignBars } from "../panel/panel.ts";
import { transformBars } from "../transform-bars.ts";
import { type CheckedStrategy, columnsOf, firstDifference } from "./check-lookahead.ts";

/** Whether a strategy of several symbols sees one of them before it joined the universe, or after it left. */
export interface Membership {
  /** Of those that are in at some time of the window. */
  readonly symbols: number;
  /** Symbols that join or leave within it. */
  readonly comers: number;
  /** Bars of theirs at which they are out. */
  readonly outside: number;
  /** The first value that changed with what nobody may see; null when none did. */
  readonly leak: MembershipLeak | null;
}

export interface MembershipLeak {
  /** As of a `Leak`. */
  readonly column: string;
  /** Start of the bar, milliseconds UTC. */
  readonly time: number;
}

/**
 * Runs each cell again on bars whose values are others wherever their symbol is out of the universe: everything that the strategy says
 * must stay the same, bit for bit.
 *
 * @returns null for a single symbol, and where all of them are always in
 * @throws whatever the strategy throws
 */
export function checkMembership(cells: readonly CheckedStrategy[]): Membership | null {
  const [first] = cells;
  const comers = first?.bars.filter(isOutSometime) ?? [];
  if (first === undefined || first.bars.length < 2 || comers.length === 0) return null;
  const { time } = alignBars(first.bars);
  const outside = comers.reduce((sum, { member }) => sum + (member?.filter((isIn) => isIn !== 1).length ?? 0), 0);
  const found = { symbols: first.bars.length, comers: comers.length, outside };
  for (const checked of cells) {
    const seen = columnsOf(checked);
    for (const [column, values] of columnsOf({ ...checked, bars: checked.bars.map(otherOutside) })) {
      const bar = firstDifference(values, seen.get(column));
      if (bar >= 0) return { ...found, leak: { column, time: time[bar] ?? Number.NaN } };
    }
  }
  return { ...found, leak: null };
}

function isOutSometime({ member }: Bars): boolean {
  return member?.some((isIn) => isIn !== 1) === true;
}

/** Copies, with values wherever the symbol is out that are none of theirs. */
function otherOutside(bars: Bars): Bars {
  const { member, time } = bars;
  if (member === undefined) return bars;
  const change = (column: Float64Array): Float64Array =>
    column === time || column === member
      ? column
      : column.map((value, bar) => (member[bar] === 1 ? value : 2 * value + 1));
  return transformBars(bars, change);
}
