import { drawdownDepth } from "../../../../core/metrics/drawdown-depth.ts";
import { DAY_MS } from "../../../../core/time/calendar-year.ts";

/** One fall below a peak, until the peak is reached again. */
export interface Drawdown {
  /** Largest fall as a fraction of the peak, above 0; above 1 when the equity went below zero. */
  readonly depth: number;
  /** Last bar at the peak; −1 when the peak is the initial capital. */
  readonly peakBar: number;
  /** Bar of the lowest equity. */
  readonly valleyBar: number;
  /** First bar at or above the peak again; null when the series ends under water. */
  readonly recoveryBar: number | null;
  /** Milliseconds UTC; the first bar's when the peak is the initial capital. */
  readonly peakTime: number;
  readonly valleyTime: number;
  readonly recoveryTime: number | null;
  /** From the peak to the recovery, or to the last bar. */
  readonly bars: number;
  /** The same span in calendar days. */
  readonly days: number;
}

interface Curve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly initialCapital: number;
}

/** Every drawdown in order of time. The initial capital is the first peak. */
export function drawdownsOf(curve: Curve): readonly Drawdown[] {
  const { equity } = curve;
  const found: Drawdown[] = [];
  let peak = curve.initialCapital;
  let peakBar = -1;
  let valleyBar = -1;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] ?? 0;
    if (value >= peak) {
      if (valleyBar >= 0) found.push(describe(curve, { peak, peakBar, valleyBar, recoveryBar: i }));
      peak = value;
      peakBar = i;
      valleyBar = -1;
    } else if (valleyBar < 0 || value < (equity[valleyBar] ?? 0)) {
      valleyBar = i;
    }
  }
  if (valleyBar >= 0) found.push(describe(curve, { peak, peakBar, valleyBar, recoveryBar: null }));
  return found;
}

/** The `count` deepest drawdowns, deepest first; the earlier first among equals. Fewer when there are fewer. */
export function worstDrawdowns(curve: Curve, count: number): readonly Drawdown[] {
  return drawdownsOf(curve)
    .toSorted((a, b) => b.depth - a.depth)
    .slice(0, count);
}

/**
 * Loss from the running peak at each bar as a fraction, 0 at a peak and negative below: the underwater chart.
 * The initial capital is the first peak.
 */
export function underwater(equity: Float64Array, initialCapital: number): Float64Array {
  const curve = new Float64Array(equity.length);
  let peak = initialCapital;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] ?? 0;
    if (value > peak) peak = value;
    curve[i] = value === peak ? 0 : -drawdownDepth(value, peak);
  }
  return curve;
}

interface Span {
  readonly peak: number;
  readonly peakBar: number;
  readonly valleyBar: number;
  readonly recoveryBar: number | null;
}

function describe({ time, equity }: Curve, { peak, peakBar, valleyBar, recoveryBar }: Span): Drawdown {
  const end = recoveryBar ?? equity.length - 1;
  const peakTime = time[Math.max(peakBar, 0)] ?? 0;
  return {
    depth: drawdownDepth(equity[valleyBar] ?? 0, peak),
    peakBar,
    valleyBar,
    recoveryBar,
    peakTime,
    valleyTime: time[valleyBar] ?? 0,
    recoveryTime: recoveryBar === null ? null : (time[recoveryBar] ?? 0),
    bars: end - peakBar,
    days: ((time[end] ?? 0) - peakTime) / DAY_MS,
  };
}
