import { DAY_MS } from "../../core/time/calendar-year.ts";

/** How long the bars of a file are. */
export interface BarLength {
  /** As `timeframe` says it: `1h`, `1d`, `1w`, `3M`. */
  readonly timeframe: string;
  /** `one week`, `4 days`. */
  readonly name: string;
  /** Milliseconds between two bars that are next to each other; months and holidays make them differ. */
  readonly from: number;
  readonly to: number;
}

/** Fewer distances than this say nothing of weeks and months: some days may lie as far apart. */
const FEWEST_LONG = 6;
/** Of the distances; the others are holes and holidays. Of five days in a row one is a weekend away. */
const MOST = 0.75;
const SHORT = [
  ["d", DAY_MS, "day"],
  ["h", 3_600_000, "hour"],
  ["m", 60_000, "minute"],
] as const;
/** A week may begin or end some days late for a holiday. */
const LONG: readonly BarLength[] = [
  { timeframe: "1w", name: "one week", from: 5 * DAY_MS, to: 9 * DAY_MS },
  { timeframe: "1M", name: "one month", from: 26 * DAY_MS, to: 35 * DAY_MS },
  { timeframe: "3M", name: "3 months", from: 86 * DAY_MS, to: 96 * DAY_MS },
  { timeframe: "6M", name: "6 months", from: 178 * DAY_MS, to: 188 * DAY_MS },
  { timeframe: "12M", name: "12 months", from: 360 * DAY_MS, to: 372 * DAY_MS },
];

/**
 * Told by the distances between bars; null when they tell nothing.
 *
 * @param steps milliseconds from each bar to the next, 0 or more
 */
export function barLength(steps: Float64Array): BarLength | null {
  const usual = mostFrequent(steps);
  if (usual <= 0) return null;
  if (usual < 1.1 * DAY_MS) return lengthOf(usual);
  if (steps.length < FEWEST_LONG) return null;
  const isMost = ({ from, to }: BarLength): boolean =>
    steps.filter((step) => step >= from && step <= to).length >= MOST * steps.length;
  const days = lengthOf(usual);
  return LONG.find(isMost) ?? (isMost(days) ? days : null);
}

/** A day may have 23 or 25 hours. */
function lengthOf(step: number): BarLength {
  const [unit, length, name] =
    SHORT.find(([, ms]) => step >= 0.9 * ms && (ms === DAY_MS || step % ms === 0)) ?? SHORT[2];
  const count = Math.max(1, Math.round(step / length));
  const slack = unit === "d" ? 0.1 * DAY_MS : 0;
  return {
    timeframe: `${count}${unit}`,
    name: count === 1 ? `one ${name}` : `${count} ${name}s`,
    from: step - slack,
    to: step + slack,
  };
}

function mostFrequent(steps: Float64Array): number {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
