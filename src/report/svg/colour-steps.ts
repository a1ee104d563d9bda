/**
 * Colours as steps with a CSS class each, so that the style sheet alone decides how they look on
 * screen, in the dark and on paper. Blue is good and orange is bad: both are told apart with every
 * common kind of colour blindness, and every coloured cell prints its number as well.
 */

const DIVERGING_STEPS = 6;
const SEQUENTIAL_STEPS = 10;

/** `p1` … `p6` above zero, `n1` … `n6` below, `z` at zero; `limit` and beyond have the strongest colour. */
export function divergingStep(value: number, limit: number): string {
  if (value === 0 || !(limit > 0)) return "z";
  const strength = Math.ceil(Math.min(1, Math.abs(value) / limit) * DIVERGING_STEPS);
  return `${value > 0 ? "p" : "n"}${Math.max(1, strength)}`;
}

/** `s0` (at `worst`) … `s9` (at `best`, which may be the lower number); all are `s9` when both are equal. */
export function sequentialStep(value: number, worst: number, best: number): string {
  const share = best === worst ? 1 : (value - worst) / (best - worst);
  return `s${Math.min(SEQUENTIAL_STEPS - 1, Math.max(0, Math.floor(share * SEQUENTIAL_STEPS)))}`;
}
