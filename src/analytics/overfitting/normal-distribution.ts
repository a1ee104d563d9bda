const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Density of the unit normal distribution. */
function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / ROOT_TWO_PI;
}

/**
 * Probability that a unit normal variable is below x, with a relative error near 1e-15, in the lower tail
 * too (1e-14 from −10 down, the error of the exponential). 0 below about −38.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 0) return 1 - lowerTail(-x);
  return lowerTail(x);
}

/** @param x at most 0 */
function lowerTail(x: number): number {
  return x > -1.5 ? 0.5 + normalDensity(x) * centralSeries(x) : normalDensity(x) * millsRatio(-x);
}

/** x + x³/3 + x⁵/(3·5) + …: all terms have one sign (Marsaglia 2004). */
function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/…))) from the far end; 200 levels reach 1e-16 from x = 1.5 on. */
function millsRatio(x: number): number {
  let fraction = x;
  for (let level = 200; level >= 1; level--) fraction = x + level / fraction;
  return 1 / fraction;
}

/**
 * The x below which a unit normal variable lies with this probability: a coarse start (Abramowitz & Stegun 26.2.23)
 * refined by Halley steps on `normalCdf`. −Infinity at 0, Infinity at 1, NaN outside.
 *
 * For a probability near 1 call it with the complement and change the sign: 1 − 1e-17 is 1 in a double.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let x = above / below - t;
  for (let step = 0; step < 3; step++) {
    const error = (normalCdf(x) - probability) / normalDensity(x);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}
