import { AppError } from "../../core/errors/app-error.ts";
import { DAY_MS, timeframeMs } from "../bars/timeframe.ts";
import type { CsvSource } from "./csv-source.ts";

/** Fewer rows than this say nothing of a rhythm. */
const FEWEST_ROWS = 4;
const LENGTHS = [
  ["m", 60_000, "minute"],
  ["h", 3_600_000, "hour"],
  ["d", DAY_MS, "day"],
  ["w", 7 * DAY_MS, "week"],
] as const;

/**
 * Bars that lie much closer than the timeframe says, and daily ones that are called intraday.
 *
 * @param time as it is in the file, before days are made of it
 * @throws AppError DATASET_INVALID naming the timeframe that the file has
 */
export function checkTimeframe(time: Float64Array, { file, timeframe }: Pick<CsvSource, "file" | "timeframe">): void {
  if (time.length < FEWEST_ROWS) return;
  const steps = time.subarray(1).map((at, index) => Math.abs(at - (time[index] ?? at)));
  const usual = mostFrequent(steps);
  const declared = timeframeMs(timeframe);
  const isCloser = usual > 0 && usual < 0.9 * Math.min(declared, DAY_MS);
  const isDaily = declared < DAY_MS && steps.every((step) => step >= 0.9 * DAY_MS);
  if (!isCloser && !isDaily) return;
  const [unit, length, name] =
    LENGTHS.findLast(([, ms]) => usual >= 0.9 * ms && (ms >= DAY_MS || usual % ms === 0)) ?? LENGTHS[0];
  const count = Math.max(1, Math.round(usual / length));
  throw new AppError(
    "DATASET_INVALID",
    `${file}: these are bars of ${count === 1 ? `one ${name}` : `${count} ${name}s`}, not of ${timeframe}`,
    { hint: `Write timeframe: ${count}${unit} under data.`, details: { file, timeframe: `${count}${unit}` } },
  );
}

function mostFrequent(steps: Float64Array): number {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
