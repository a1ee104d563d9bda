import { AppError } from "../../../core/errors/app-error.ts";
import type { TableHeader } from "../csv-header.ts";

/** `09:30`, `9:30:00.000`, `0930`, `93000`, `0`; an epoch has more digits. */
const TIME_OF_DAY = /^(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s?[AP]M)?|\d{1,6})$/i;

/**
 * Which of the columns that may be the time is it. A day and a time of day in two columns are one moment, which no
 * single column tells; daily bars need the day alone.
 *
 * @param positions of the columns with a usual header, the most usual first
 * @returns null when there is none
 * @throws AppError DATASET_INVALID for intraday bars, or rows that differ in the time of day alone
 */
export function timePosition(
  positions: readonly number[],
  { names, sample, line }: TableHeader,
  { file, isIntraday }: { readonly file: string; readonly isIntraday: boolean },
): number | null {
  const [row = []] = sample;
  const clock = positions.find((position) => TIME_OF_DAY.test(row[position] ?? ""));
  const day = positions.find((position) => position !== clock);
  if (clock === undefined || day === undefined) return positions[0] ?? null;
  if (!isIntraday && new Set(sample.map((cells) => cells[clock])).size === 1) return day;
  const [dayName, clockName] = [names[day], names[clock]];
  throw new AppError(
    "DATASET_INVALID",
    `${file}:${line}: the day and the time of day are in two columns, "${dayName}" and "${clockName}"`,
    {
      hint: `Join them: columns: { time: ["${dayName}", "${clockName}"] }. For bars of a day, columns: { time: "${dayName}" } takes the day alone.`,
    },
  );
}
