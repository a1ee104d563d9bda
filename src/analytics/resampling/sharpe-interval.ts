import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import { spreadOf } from "../../core/numbers/moments.ts";
import { quantileOfSorted } from "../../core/numbers/quantile.ts";
import { createRandom } from "./random.ts";
import { automaticBlockLength } from "./block-length.ts";
import { resampler, type ResamplingMethod } from "./resample.ts";

export interface SharpeIntervalOptions {
  readonly barsPerYear: number;
  readonly seed: number;
  /** Default 2,000. */
  readonly replications?: number;
  /** Default `stationary`. */
  readonly method?: Exclude<ResamplingMethod, "permutation">;
  /** 0…1; default 0.95. */
  readonly confidence?: number;
}

export interface SharpeInterval {
  /** Annual Sharpe ratios. */
  readonly low: number;
  readonly high: number;
  /** Bars per block, chosen automatically. */
  readonly blockLength: number;
}

/**
 * Percentile bootstrap confidence interval of the annual Sharpe ratio, with blocks so that volatility clusters survive.
 * Null when the returns do not vary or are fewer than 10: an interval from nothing would only look exact. A resample
 * without variance (a block of idle bars only) is left out.
 */
export function sharpeInterval(returns: Float64Array, options: SharpeIntervalOptions): SharpeInterval | null {
  const method = options.method ?? "stationary";
  const replications = options.replications ?? 2_000;
  const tail = (1 - (options.confidence ?? 0.95)) / 2;
  if (returns.length < 10) return null;
  const blockLength = automaticBlockLength(returns, method);
  const resample = resampler({ method, blockLength });
  const indices = new Int32Array(returns.length);
  const drawn = new Float64Array(returns.length);
  const found: number[] = [];
  for (let replication = 0; replication < replications; replication++) {
    resample(indices, createRandom(options.seed, replication));
    for (let i = 0; i < indices.length; i++) drawn[i] = returns[indices[i] ?? 0] ?? 0;
    const ratio = arithmeticSharpe(spreadOf(drawn), options.barsPerYear).value;
    if (ratio !== null) found.push(ratio);
  }
  if (found.length === 0) return null;
  const sorted = Float64Array.from(found).sort();
  return { low: quantileOfSorted(sorted, tail), high: quantileOfSorted(sorted, 1 - tail), blockLength };
}
