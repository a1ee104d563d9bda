import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../core/errors/app-error.ts";
import type { Logger } from "../core/log.ts";

export interface Watchdog {
  /** Waits for the round under way. */
  stop(): Promise<void>;
}

export interface WatchdogTiming {
  /** From the end of one round to the next one, in milliseconds; the first comes at once. */
  readonly everyMs: number;
  /** When all rounds of this time have failed, the worker is not able to work. */
  readonly patienceMs: number;
}

/** Makes a round again and again; one that fails is only logged, the same reason once. */
export function startWatchdog(
  round: () => Promise<unknown>,
  timing: WatchdogTiming,
  hearers: {
    readonly log: Logger;
    /** Hears after each round whether the worker is able to work. */
    onAble(isAble: boolean): void;
  },
): Watchdog {
  const stopped = new AbortController();
  let failingSince: number | null = null;
  let told = "";
  const watch = async (): Promise<void> => {
    do {
      try {
        await round();
        failingSince = null;
        told = "";
      } catch (error) {
        failingSince ??= performance.now();
        if (told !== messageOf(error)) hearers.log.warn(`A round of the watchdog failed: ${messageOf(error)}`);
        told = messageOf(error);
      }
      hearers.onAble(failingSince === null || performance.now() - failingSince < timing.patienceMs);
    } while (await pause(timing.everyMs, stopped.signal));
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
