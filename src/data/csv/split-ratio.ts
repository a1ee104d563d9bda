const PAIR = /^(\d+(?:\.\d+)?)\s*(?::|\/|-?\s*for\s*-?)\s*(\d+(?:\.\d+)?)$/i;

/** `4:1`, `4/1` and `4 for 1` as a number, 4; NaN for what is no such pair. */
export function splitRatio(text: string): number {
  const [, many = "0", few = "0"] = PAIR.exec(text) ?? [];
  const ratio = Number(many) / Number(few);
  return ratio > 0 ? ratio : Number.NaN;
}
