/** Between two writes of how far one range is. */
const EVERY_MS = 2000;

/** Keeps the last that is told, now and then; whether it comes to be kept is no matter. */
export function progressWriter(keep: (fraction: number) => Promise<void>): {
  readonly tell: (fraction: number) => void;
} {
  let toldAt = Number.NEGATIVE_INFINITY;
  let told = 0;
  return {
    tell(fraction) {
      if (fraction === told || performance.now() - toldAt < EVERY_MS) return;
      toldAt = performance.now();
      told = fraction;
      keep(fraction).catch(() => undefined);
    },
  };
}
