/** Wakes one waiter for any number of beats; a beat that nobody waits for is kept for the next one. */
export interface WakeSignal {
  beat(): void;
  /** Resolves true after a beat, or after the longest pause; false once the signal has fired. */
  next(): Promise<boolean>;
}

export function createWakeSignal(longestPauseMs: number, signal?: AbortSignal): WakeSignal {
  let hasBeaten = false;
  let wake: (() => void) | undefined;
  const beat = (): void => {
    hasBeaten = true;
    wake?.();
  };
  return {
    beat,
    async next() {
      if (!hasBeaten && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longestPauseMs);
          const end = (): void => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", end);
            resolve();
          };
          signal?.addEventListener("abort", end);
          wake = end;
        });
      }
      hasBeaten = false;
      wake = undefined;
      return signal?.aborted !== true;
    },
  };
}
