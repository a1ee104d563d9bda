/** Bars `from` … `to` − 1. */
export interface BarRange {
  readonly from: number;
  readonly to: number;
}

/** All in bars, whole numbers from 1. */
export interface WalkForwardPlan {
  readonly bars: number;
  readonly inSample: number;
  readonly outOfSample: number;
  /** From one window to the next; equal to `outOfSample` the out-of-sample parts follow each other without a gap. */
  readonly step: number;
  /** Every in-sample part begins at bar 0 and grows, instead of moving along. */
  readonly anchored?: boolean;
}

export interface WindowPair {
  readonly inSample: BarRange;
  readonly outOfSample: BarRange;
}

/** The windows of a plan, oldest first; a last one without a full out-of-sample part is left out. None when the data is too short. */
export function walkForwardWindows(plan: WalkForwardPlan): readonly WindowPair[] {
  const windows: WindowPair[] = [];
  for (let from = 0; from + plan.inSample + plan.outOfSample <= plan.bars; from += plan.step) {
    const middle = from + plan.inSample;
    windows.push({
      inSample: { from: plan.anchored === true ? 0 : from, to: middle },
      outOfSample: { from: middle, to: middle + plan.outOfSample },
    });
  }
  return windows;
}
