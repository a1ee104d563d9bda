import { formatCount } from "../../format/numbers.ts";

interface ConvergenceChartProps {
  /** Trials that were better than all before them, from 1; at least one. */
  readonly steps: readonly { readonly trial: number; readonly score: number }[];
  /** How many have been tried. */
  readonly trials: number;
  readonly format: (score: number) => string;
}

/** The best so far, as a line of steps over the trials: where it has long been flat, more of them have found nothing better. */
export function ConvergenceChart({ steps, trials, format }: ConvergenceChartProps) {
  const scores = steps.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const [first, last] = [scores[0] ?? 0, scores.at(-1) ?? 0];
  const x = (trial: number) => (trials > 1 ? ((trial - 1) / (trials - 1)) * 100 : 0);
  const y = (score: number) => (high > low ? 95 - ((score - low) / (high - low)) * 90 : 50);
  const path = steps.map(({ trial, score }, at) =>
    at === 0 ? `M${x(trial)} ${y(score)}` : `H${x(trial)}V${y(score)}`,
  );
  return (
    <figure className="convergence">
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Best so far over ${formatCount(trials)} cells: from ${format(first)} to ${format(last)}`}
      >
        <path d={`${path.join("")}H100`} />
      </svg>
      <figcaption className="row soft">
        <span>
          cell 1: <b>{format(first)}</b>
        </span>
        <span className="push">
          best {format(last)} at cell {formatCount(steps.at(-1)?.trial ?? 0)} of {formatCount(trials)}
        </span>
      </figcaption>
    </figure>
  );
}
