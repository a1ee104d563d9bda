import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../core/errors/app-error.ts";
import type { Depot } from "./depot.ts";
import type { DepotCache } from "./depot-cache.ts";

/** Where a project keeps what runs write, beside the disk of the host that wrote it: for the other hosts. */
export interface ProjectDepot {
  readonly depot: Depot;
  /** On this host, of what others have put there. */
  readonly cache: DepotCache;
  /** The project's folder on this host. */
  readonly home: string;
  /** How long what a run has written waits for a depot that is away, in milliseconds. */
  readonly patienceMs: number;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Repeats what is asked of a depot for as long as it is away: what a run has computed for hours is worth waiting for.
 *
 * @throws AppError DEPOT_UNREACHABLE when the patience is at its end; the reason of `signal`
 */
export async function untilReached<T>(
  work: () => Promise<T>,
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  const endsAt = performance.now() + patienceMs;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(LONGEST_DELAY_MS, delayMs * 2)) {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      const passes = error instanceof AppError && error.code === "DEPOT_UNREACHABLE";
      if (!passes || performance.now() + delayMs > endsAt) throw error;
      // A signal that fires meanwhile is heard at the next try.
      await delay(delayMs, undefined, signal === undefined ? {} : { signal }).catch(ignore);
    }
  }
}

function ignore(): void {}
