/** Lets a test hold something up, and know when it has arrived there. */
export interface Gate {
  /** Called by the code under test: reports its arrival and waits until the gate is open. */
  pass(signal?: AbortSignal): Promise<void>;
  /** Resolves when somebody stands at the gate. */
  readonly arrived: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const arrival = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  return {
    arrived: arrival.promise,
    open: () => opening.resolve(),
    async pass(signal) {
      arrival.resolve();
      signal?.throwIfAborted();
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      });
      await (signal === undefined ? opening.promise : Promise.race([opening.promise, aborted]));
    },
  };
}
