const RELATIVE = 1e-9;
const ABSOLUTE = 1e-12;

/** Equal but for rounding errors: within 1e-9 of the larger, or within 1e-12. Infinity is near nothing. */
export function isNear(a: number, b: number): boolean {
  const apart = Math.abs(a - b);
  if (apart === Number.POSITIVE_INFINITY) return false;
  return apart <= ABSOLUTE || apart <= RELATIVE * Math.abs(a) || apart <= RELATIVE * Math.abs(b);
}

/** a + b, and exactly 0 where they cancel but for rounding errors. */
export function snappedSum(a: number, b: number): number {
  return isNear(a, -b) ? 0 : a + b;
}
