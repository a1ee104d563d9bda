import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../core/log.ts";

export interface Watchdog {
  /** Waits for the round under way. */
  stop(): Promise<void>;
}

/** Makes a round again and again, `everyMs` after the last one has ended; a round that fails is only logged. */
export function startWatchdog(round: () => Promise<unknown>, everyMs: number, log: Logger): Watchdog {
  const stopped = new AbortController();
  const watch = async (): Promise<void> => {
    while (await pause(everyMs, stopped.signal)) {
      try {
        await round();
      } catch (error) {
        log.warn("A round of the watchdog failed", { error: String(error) });
      }
    }
  };
  const watching = watch();
  return {
    async stop() {
      stopped.abort();
      await watching;
    },
  };
}

/** False when it was cut short. */
async function pause(delayMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    return await delay(delayMs, true, { signal });
  } catch {
    return false;
  }
}
