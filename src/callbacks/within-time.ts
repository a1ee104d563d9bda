export interface TimeLimits {
  readonly timeoutMs: number;
  /** Thrown on time-out. */
  readonly timeout: Error;
  /** From the firing of the signal until the work is given up, in milliseconds. */
  readonly graceMs: number;
  /** Ends the work early; its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Runs `work` under a time limit. Its signal fires on time-out or abort; then it has the grace time to end by itself.
 * However it ends after that, the reason of the signal is thrown.
 */
export async function withinTime<T>(limits: TimeLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  limits.signal.throwIfAborted();
  const stop = new AbortController();
  const givenUp = Promise.withResolvers<never>();
  const onAbort = (): void => stop.abort(limits.signal.reason);
  limits.signal.addEventListener("abort", onAbort, { once: true });
  const limit = setTimeout(() => stop.abort(limits.timeout), limits.timeoutMs);
  let grace: NodeJS.Timeout | null = null;
  stop.signal.addEventListener("abort", () => {
    grace = setTimeout(() => givenUp.reject(stop.signal.reason as Error), limits.graceMs);
  });
  try {
    const value = await Promise.race([work(stop.signal), givenUp.promise]);
    stop.signal.throwIfAborted();
    return value;
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(limit);
    if (grace !== null) clearTimeout(grace);
    limits.signal.removeEventListener("abort", onAbort);
  }
}
