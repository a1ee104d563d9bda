import { type CheckedStrategy, columnsOf } from "./check-lookahead.ts";

/**
 * Cuts right after bars at which a strategy says something, spread over all of them: nothing is known there that comes after
 * what it says. A strategy that reads a week before it is over says other things of that week alone, a few bars before a cut,
 * and few of those bars are ones at which it acts.
 *
 * @returns at most `count` numbers of first bars to be known, 2…bars−1, ascending
 */
export function saidCuts(checked: CheckedStrategy, bars: number, count: number): readonly number[] {
  const said = new Set<number>();
  for (const column of columnsOf(checked).values()) {
    if (!(column instanceof Uint8Array)) continue;
    for (let bar = 1; bar < bars - 1; bar++) if (column[bar] !== 0 && column[bar] !== undefined) said.add(bar + 1);
  }
  const all = [...said].sort((a, b) => a - b);
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / count)] ?? 2);
}
