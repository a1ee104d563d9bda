import { AppError } from "../../core/errors/app-error.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { timeframeMs } from "../bars/timeframe.ts";
import type { CsvBars } from "../csv/read-csv-bars.ts";
import { barsWithActions } from "./bars-with-actions.ts";
import { readActions } from "./read-actions.ts";

/**
 * Puts the splits and dividends of a file beside the bars that they are of; the bars as they are where no file is named.
 *
 * @throws AppError of the file, as those of prices; DATASET_INVALID for bars that have such columns of their own
 */
export async function actionsBeside(
  read: readonly CsvBars[],
  { actions, session, timeframe }: DataSpec,
): Promise<{ readonly bars: readonly Bars[]; readonly warnings: readonly string[] }> {
  const plain = read.map(({ bars }) => bars);
  if (actions === undefined || actions.file === null) return { bars: plain, warnings: [] };
  const isDaily = timeframeMs(timeframe) >= DAY_MS;
  const of = await readActions(actions.file, session);
  const twice = read.find(({ hasSplits }) => hasSplits);
  if (twice !== undefined) throw splitsTwice(twice);
  const done = plain.map((own) =>
    barsWithActions(own, of.get(own.symbol) ?? [], {
      ...(actions.asOf !== undefined && { asOf: actions.asOf }),
      ...(session && !isDaily && { session }),
    }),
  );
  return { bars: done.map(({ bars }) => bars), warnings: done.flatMap(({ warnings }) => warnings) };
}

function splitsTwice({ bars: { symbol } }: CsvBars): AppError {
  return new AppError("DATASET_INVALID", `${symbol}: its file has a column of splits, and actions have them, too`, {
    hint: "Take one of them away, so that none counts twice: actions, or the column of splits.",
    details: { key: "actions" },
  });
}
