import { AppError } from "../../core/errors/app-error.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { commandLine } from "../../core/text/typed-word.ts";
import { formatTime } from "../../data/bars/format-time.ts";
import { timeframeMs } from "../../data/bars/timeframe.ts";
import type { Bars } from "../../engine/bars.ts";
import type { ResolvedWindow } from "./data-port.ts";

const MOST_GAPS = 3;
/** Fewer bars in a row are missing on holidays. */
const LEAST_GAP_BARS = 7;

/**
 * That prices of a source have no bar in a window, with what there is and the command that gets the rest. Anything else stays as
 * it is.
 */
export function withMoreToFetch(
  error: unknown,
  { source, timeframe }: Pick<DataSpec, "source" | "timeframe">,
  { bars, window }: { readonly bars: Bars; readonly window: ResolvedWindow },
): unknown {
  if (source === undefined || !(error instanceof AppError) || error.code !== "DATA_RANGE_EMPTY") return error;
  const { startDate, endDate } = window;
  const span = [startDate === null ? "" : ` --from ${startDate}`, endDate === null ? "" : ` --to ${endDate}`].join("");
  // A symbol that is known stands for its instrument.
  const command = commandLine("nightgrid data fetch", [source, bars.symbol], `--timeframe ${timeframe}${span}`);
  return new AppError(error.code, error.message, {
    hint: `${whatThereIs(bars, timeframe)} Fetch the rest with: ${command}`,
    details: { ...error.details, source, timeframe, command },
    cause: error,
  });
}

function whatThereIs({ time }: Bars, timeframe: string): string {
  const gaps = gapsOf(time, LEAST_GAP_BARS * timeframeMs(timeframe));
  const named = gaps.slice(0, MOST_GAPS).map(([from, to]) => `between ${formatTime(from)} and ${formatTime(to)}`);
  const more = gaps.length > MOST_GAPS ? ` and ${gaps.length - MOST_GAPS} times more` : "";
  const without = gaps.length === 0 ? "" : `, none ${named.join(", ")}${more}`;
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  return `There are ${time.length.toLocaleString("en")}, from ${formatTime(first)} to ${formatTime(last)}${without}.`;
}

/** The bars before and after each. */
function gapsOf(time: Float64Array, leastMs: number): readonly (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  for (let bar = 1; bar < time.length; bar++) {
    const [before = 0, after = 0] = [time[bar - 1], time[bar]];
    if (after - before > leastMs) gaps.push([before, after]);
  }
  return gaps;
}
