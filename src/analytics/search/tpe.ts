import { normalCdf } from "../overfitting/normal-distribution.ts";
import type { Random } from "../resampling/random.ts";

/** An axis as a number in (0, 1), or one of so many names without an order. */
export type SearchAxis = { readonly kind: "number" } | { readonly kind: "choice"; readonly count: number };

export interface TpeTrial {
  /** A number in (0, 1) per axis, or the index of the name. */
  readonly point: readonly number[];
  /** Higher is better; NaN where there is no result: worse than all others. */
  readonly score: number;
}

/** Share of the trials that count as good, and how many at most (hyperopt and Optuna take 0.25·√n and 0.1·n up to 25). */
const GOOD_SHARE = 0.15;
const MOST_GOOD = 25;
/** Draws from the good ones of which the most promising is tried. */
const CANDIDATES = 64;
/** Of kernels of a single trial; Optuna's multivariate estimator takes the same, and the same rule for more of them (Scott 1992). */
const WIDTH = 0.2;
const LEAST_WIDTH = 0.005;
/** Of the choice: what a name that was never good still gets, in trials. */
const PRIOR = 1;

/**
 * The next points to try, the most promising first in each draw, by a multivariate tree-structured Parzen estimator (Bergstra et al.
 * 2011; Falkner et al. 2018): trials are cut into good ones and others, each side becomes a mixture of one product of kernels
 * per trial and a uniform one, and of the points that the good side draws the one with the greatest ratio of both is taken.
 * It then counts among the others, so that a batch does not meet in one place.
 *
 * @param trials at least one @param random alone decides what is left to chance
 */
export function tpeProposals(
  axes: readonly SearchAxis[],
  trials: readonly TpeTrial[],
  random: Random,
): () => readonly (readonly number[])[] {
  const ranked = trials.toSorted((a, b) => orderOf(b.score) - orderOf(a.score));
  const good = ranked.slice(0, Math.min(MOST_GOOD, Math.max(1, Math.ceil(trials.length * GOOD_SHARE))));
  const others = ranked.slice(good.length).map(({ point }) => point);
  const promising = mixture(
    axes,
    good.map(({ point }) => point),
  );
  return () => {
    const dull = mixture(axes, others);
    const drawn = Array.from({ length: CANDIDATES }, () => promising.draw(random));
    const worth = drawn.map((point) => promising.logDensity(point) - dull.logDensity(point));
    const order = [...drawn.keys()].sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || a - b);
    const points = order.map((at) => drawn[at] ?? []);
    const [first] = points;
    if (first !== undefined) others.push(first);
    return points;
  };
}

function orderOf(score: number): number {
  return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
}

interface Mixture {
  draw(random: Random): readonly number[];
  logDensity(point: readonly number[]): number;
}

/** One component per point, and a uniform one, of equal weight. */
function mixture(axes: readonly SearchAxis[], points: readonly (readonly number[])[]): Mixture {
  const width = Math.max(LEAST_WIDTH, WIDTH * Math.max(1, points.length) ** (-1 / (axes.length + 4)));
  const areas = points.map((point) =>
    axes.map(({ kind }, at) => (kind === "number" ? insideOf(point[at] ?? 0, width) : 1)),
  );
  const logKernel = (component: number, point: readonly number[]): number => {
    let sum = 0;
    for (const [at, axis] of axes.entries()) {
      const own = points[component]?.[at] ?? 0;
      const there = point[at] ?? 0;
      if (axis.kind === "number") {
        const distance = (there - own) / width;
        sum += -0.5 * distance * distance - Math.log(width * Math.sqrt(2 * Math.PI) * (areas[component]?.[at] ?? 1));
      } else {
        sum += Math.log(((there === own ? 1 : 0) + PRIOR / axis.count) / (1 + PRIOR));
      }
    }
    return sum;
  };
  const uniform = axes.reduce((sum, axis) => sum - (axis.kind === "choice" ? Math.log(axis.count) : 0), 0);
  return {
    draw(random) {
      const component = random.nextBelow(points.length + 1);
      return axes.map((axis, at) => {
        const own = points[component]?.[at];
        if (axis.kind === "choice") {
          const isOwn = own !== undefined && random.nextUnit() * (1 + PRIOR) < 1;
          return isOwn ? own : random.nextBelow(axis.count);
        }
        return own === undefined ? random.nextUnit() : drawInside(own, width, random);
      });
    },
    logDensity(point) {
      const logs = [uniform, ...points.map((_, component) => logKernel(component, point))];
      const most = logs.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
      return most + Math.log(logs.reduce((sum, value) => sum + Math.exp(value - most), 0) / logs.length);
    },
  };
}

/** A normal number around `centre`, drawn again until it lies in (0, 1): at least half of them do. */
function drawInside(centre: number, width: number, random: Random): number {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.nextUnit()));
    const drawn = centre + width * radius * Math.cos(2 * Math.PI * random.nextUnit());
    if (drawn > 0 && drawn < 1) return drawn;
  }
}

/** How much of a normal density lies in (0, 1). */
function insideOf(centre: number, width: number): number {
  return normalCdf((1 - centre) / width) - normalCdf(-centre / width);
}
