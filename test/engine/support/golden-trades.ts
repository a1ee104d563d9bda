import { expect } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";

/** A trade as named figures, the same names on both sides. */
export type TradeFigures = Readonly<Record<string, number | boolean>>;

/** Columns as the peers write them, turned into one record per trade. */
export function recordsOf(columns: Readonly<Record<string, readonly (number | boolean)[]>>): readonly TradeFigures[] {
  const [first] = Object.values(columns);
  return (first ?? []).map((_, index) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index] ?? Number.NaN])),
  );
}

/** Fails with the first trade that differs, and three bars around its entry and its exit. */
export function expectSameTrades(ours: readonly TradeFigures[], theirs: readonly TradeFigures[], bars: Bars): void {
  const count = Math.max(ours.length, theirs.length);
  for (let index = 0; index < count; index++) {
    const [our, their] = [ours[index], theirs[index]];
    const wrong = Object.keys(our ?? their ?? {}).filter((name) => !isSame(our?.[name], their?.[name]));
    if (wrong.length > 0) {
      const lines = wrong.map((name) => `${name}: ${our?.[name]} instead of ${their?.[name]}`);
      const ends = [their?.["entry_bar"] ?? our?.["entry_bar"], their?.["exit_bar"] ?? our?.["exit_bar"]].map(Number);
      const around = ends.flatMap((bar) => [bar - 1, bar, bar + 1]).map((bar) => describeBar(bars, bar));
      expect.fail([`trade ${index} differs`, ...lines, ...around].join("\n  "));
    }
  }
}

function describeBar(bars: Bars, bar: number): string {
  const prices = [bars.open, bars.high, bars.low, bars.close].map((column) => column[bar]);
  return `bar ${bar}: ${prices.join(" ")}`;
}

/** Counts and flags exactly, money within 1e-9. */
export function isSame(
  ours: number | boolean | null | undefined,
  theirs: number | boolean | null | undefined,
): boolean {
  if (typeof ours !== "number" || typeof theirs !== "number") return ours === theirs;
  return Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs));
}

/** Compares figures by name; what is undefined here must be undefined there. */
export function expectSameFigures(
  ours: Readonly<Record<string, number | null>>,
  theirs: Readonly<Record<string, number | null>>,
): void {
  for (const [name, their] of Object.entries(theirs)) {
    const our = ours[name];
    expect(isSame(our, their), `${name}: ${our} instead of ${their}`).toBe(true);
  }
}

/** The columns of texts in which x is set. */
/** A distance that a golden file gives as a fraction, as the trade parameters take it. */
export function inPercent(fraction: number): number {
  return Number((fraction * 100).toPrecision(12));
}

export function flags(text: string | undefined): Uint8Array {
  return Uint8Array.from(text ?? "", (character) => (character === "x" ? 1 : 0));
}
