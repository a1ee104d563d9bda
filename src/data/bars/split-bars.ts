import { AppError } from "../../core/errors/app-error.ts";
import type { Bars } from "../../engine/bars.ts";
import { formatTime } from "./format-time.ts";

/** What was made of a column of splits. */
export interface SplitFinding {
  readonly splits: number;
  /** `adjusted`: the prices before them were as traded, and are now corrected; `already`: the source had done it. */
  readonly state: "adjusted" | "already";
  /** Whether the column has old units per new one, as zipline's: 0.25 for 4 : 1. The price tells. */
  readonly isInverse: boolean;
}

/**
 * Prices before each split are divided by its ratio, in place, dividends too, and volumes are multiplied. Whether the
 * source has done that already is told by the price itself: at a split of 4 : 1 one that was not adjusted falls to about
 * a quarter overnight. So is which way round the ratios are. Small splits follow the large ones of their file.
 *
 * @param written new units per old one, or old ones per new one, at the bars of a split, 0 or 1 at all others
 * @returns null when there are no splits
 * @throws AppError DATASET_INVALID when some splits look adjusted and others not
 */
export function adjustSplits(bars: Bars, written: Float64Array, file: string): SplitFinding | null {
  // The first bar has no price before it that could have jumped.
  const rows = [...written.keys()].filter((bar) => bar > 0 && isSplit(written[bar] ?? 1));
  if (rows.length === 0) return null;
  const clear = rows.filter((bar) => Math.abs(Math.log(written[bar] ?? 1)) >= CLEAR);
  const judged = clear.length > 0 ? clear : rows;
  const jumpsBy = (ratio: Float64Array): readonly number[] => judged.filter((bar) => hasJump(bars, ratio, bar));
  const inverse = written.map((ratio) => (isSplit(ratio) ? 1 / ratio : ratio));
  const isInverse = jumpsBy(inverse).length > jumpsBy(written).length;
  const ratio = isInverse ? inverse : written;
  const jumps = jumpsBy(ratio);
  if (jumps.length === 0) return { splits: rows.length, state: "already", isInverse };
  if (jumps.length < judged.length) throw mixed(bars, judged, jumps, file);
  divide(bars, ratio);
  return { splits: rows.length, state: "adjusted", isInverse };
}

/** A split of 5 : 4 moves the price by more than a usual day does. */
const CLEAR = Math.log(1.25);

function isSplit(ratio: number): boolean {
  return ratio > 0 && ratio !== 1;
}

/** Whether the price moves at a split by its ratio: nearer to the whole fall that it makes than to none. */
export function hasJump({ open, close }: Bars, ratio: Float64Array, bar: number): boolean {
  const change = Math.log((open[bar] ?? Number.NaN) / (close[bar - 1] ?? Number.NaN));
  const expected = -Math.log(ratio[bar] ?? 1);
  return Math.abs(change - expected) < Math.abs(change);
}

function divide(bars: Bars, ratio: Float64Array): void {
  let factor = 1;
  for (let bar = ratio.length - 1; bar >= 0; bar--) {
    for (const column of [bars.open, bars.high, bars.low, bars.close, bars.dividend]) {
      if (column !== undefined) column[bar] = (column[bar] ?? 0) / factor;
    }
    bars.volume[bar] = (bars.volume[bar] ?? 0) * factor;
    const own = ratio[bar] ?? 1;
    if (isSplit(own)) factor *= own;
  }
}

function mixed({ time }: Bars, judged: readonly number[], jumps: readonly number[], file: string): AppError {
  const dayOf = (bar: number | undefined): string => formatTime(time[bar ?? 0] ?? 0);
  const calm = judged.find((bar) => !jumps.includes(bar));
  return new AppError(
    "DATASET_INVALID",
    `${file}: the price falls at the split of ${dayOf(jumps[0])}, but not at that of ${dayOf(calm)}`,
    {
      hint: "Use prices that are adjusted for all splits (adjusted: true, with an adjusted close) or for none; or take the column of splits out of the file.",
    },
  );
}
