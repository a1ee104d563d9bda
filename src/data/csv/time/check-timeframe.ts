import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import type { CsvSource } from "../csv-source.ts";
import { barLength } from "../bar-length.ts";

/** Fewer rows than this say nothing of a rhythm. */
const FEWEST_ROWS = 4;

/**
 * Bars that are plainly of another length than the timeframe says: hours and weeks called days, days called weeks, …
 * Intraday bars may lie further apart, where there was no trade in between.
 *
 * @param time as it is in the file, before days are made of it
 * @throws AppError DATASET_INVALID naming the timeframe that the file has
 */
export function checkTimeframe(time: Float64Array, { file, timeframe }: Pick<CsvSource, "file" | "timeframe">): void {
  if (time.length < FEWEST_ROWS) return;
  const steps = time.subarray(1).map((at, index) => Math.abs(at - (time[index] ?? at)));
  const length = barLength(steps);
  if (length === null) return;
  const declared = timeframeMs(timeframe);
  const isCloser = length.to < 0.9 * declared;
  const isWider = declared >= DAY_MS ? length.from > 1.1 * declared : steps.every((step) => step >= 0.9 * DAY_MS);
  if (!isCloser && !isWider) return;
  throw new AppError("DATASET_INVALID", `${file}: these are bars of ${length.name}, not of ${timeframe}`, {
    hint: `Write timeframe: ${length.timeframe} under data.`,
    details: { file, timeframe: length.timeframe },
  });
}
