import { drawdownDepth } from "../../core/metrics/drawdown-depth.ts";
import { quantileOfSorted } from "../../core/numbers/quantile.ts";
import { createRandom } from "./random.ts";
import { blockLengths } from "./block-length.ts";
import { resample, type ResamplingMethod } from "./resample.ts";

export interface MonteCarloOptions {
  readonly method: ResamplingMethod;
  readonly replications: number;
  readonly seed: number;
  /** Bars; default the automatic length of the method. */
  readonly blockLength?: number;
  /** 0…1; default 5, 25, 50, 75 and 95 %. */
  readonly probabilities?: readonly number[];
}

/** Quantiles over the replications, in the order of the probabilities. */
export interface MonteCarloResult {
  readonly probabilities: readonly number[];
  /** Final ÷ initial value − 1. */
  readonly terminalReturn: readonly number[];
  /** Positive fraction; the larger, the worse. */
  readonly maxDrawdown: readonly number[];
  readonly blockLength: number;
}

/**
 * What else could have come of these returns: the series is drawn anew again and again, and each time compounded. With
 * the returns of trades and `permutation` it answers how deep the drawdown would have been in another order; the
 * terminal value is then always the same. Replication i has its own random stream: one more changes none before it.
 *
 * @param returns of bars or of trades, as fractions; at least one
 */
export function monteCarlo(returns: Float64Array, options: MonteCarloOptions): MonteCarloResult {
  const probabilities = options.probabilities ?? [0.05, 0.25, 0.5, 0.75, 0.95];
  const blockLength = options.blockLength ?? automaticBlockLength(returns, options.method);
  const indices = new Int32Array(returns.length);
  const terminal = new Float64Array(options.replications);
  const drawdown = new Float64Array(options.replications);
  for (let replication = 0; replication < options.replications; replication++) {
    const random = createRandom(options.seed, replication);
    resample(indices, { method: options.method, blockLength, random });
    compound(returns, indices, { terminal, drawdown, replication });
  }
  const quantiles = (values: Float64Array) => {
    const sorted = values.toSorted();
    return probabilities.map((probability) => quantileOfSorted(sorted, probability));
  };
  return { probabilities, terminalReturn: quantiles(terminal), maxDrawdown: quantiles(drawdown), blockLength };
}

/** The automatic length for the method; 1 where it has no blocks. */
export function automaticBlockLength(returns: Float64Array, method: ResamplingMethod): number {
  switch (method) {
    case "stationary":
      return blockLengths(returns).stationary;
    case "circular":
      return blockLengths(returns).circular;
    case "iid":
    case "permutation":
      return 1;
  }
}

interface Outcomes {
  readonly terminal: Float64Array;
  readonly drawdown: Float64Array;
  readonly replication: number;
}

function compound(returns: Float64Array, indices: Int32Array, { terminal, drawdown, replication }: Outcomes): void {
  let value = 1;
  let peak = 1;
  let lowest = 1;
  for (let i = 0; i < indices.length; i++) {
    value *= 1 + (returns[indices[i] ?? 0] ?? 0);
    if (value > peak) peak = value;
    else if (value < lowest * peak) lowest = value / peak;
  }
  terminal[replication] = value - 1;
  drawdown[replication] = drawdownDepth(lowest, 1);
}
