import { setTimeout as delay } from "node:timers/promises";

/** What goes on beside the scenario until it is told to stop. */
export interface Repetition {
  /** Waits for the one under way, and throws what it threw. */
  stop(): Promise<void>;
}

/** Does something every `everyMs` milliseconds, counted from the end of the one before. */
export function repeat(everyMs: () => number, work: () => Promise<unknown>): Repetition {
  const stopped = new AbortController();
  const pause = () => delay(everyMs(), true, { signal: stopped.signal }).catch(() => false);
  const loop = async (): Promise<void> => {
    while (await pause()) await work();
  };
  const going = loop();
  going.catch(() => undefined);
  return {
    stop() {
      stopped.abort();
      return going;
    },
  };
}
