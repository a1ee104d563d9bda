const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes for people, in steps of 1000 and to three digits at most: `0 B`, `12.3 kB`, `1.05 GB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
