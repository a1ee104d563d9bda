/**
 * A number in [0, 1) for the fill at one bar: the same for the same seed and bar, however
 * many orders came before, so that one changed order does not reshuffle all later ones.
 * The mixing steps are those of MurmurHash3's 32-bit finalizer.
 */
export function fillLuck(seed: number, bar: number): number {
  let hash = (seed + Math.imul(bar + 1, 0x9e3779b9)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
