import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../core/errors/app-error.ts";
import { explainDatabaseError } from "../store/problems/explain-database-error.ts";
import { isConnectionLost } from "../store/connection/transaction.ts";

export interface Patience {
  /** Fires when the process is to end: from then on a database that is away is waited for at most five seconds. */
  readonly ending?: AbortSignal;
  /** How long the database may be away, in milliseconds. Default: for ever. */
  readonly forMs?: number;
  /** Hears of the first failure: whoever watches should know what is waited for. */
  readonly onWaiting?: (error: unknown) => void;
  /** Asked at each failure: an error that ends the waiting at once; null to go on. */
  readonly hopeless?: () => Promise<Error | null>;
}

/** Of people who wait for an answer: a restart takes seconds, a fail-over less than a minute. */
export const READ_PATIENCE: Patience = { forMs: 60_000 };

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2000;
const ENDING_MS = 5000;

/**
 * Repeats `work` for as long as it fails because the database is of no use for now: away, read-only, overloaded (I9). For
 * reads, and for commits of finished work, which are worth waiting for; the fencing token makes their repetition safe.
 *
 * @throws AppError DB_UNREACHABLE and its kin when the patience is at its end
 */
export async function retryUntilConnected<T>(work: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const began = performance.now();
  let endsAt = began + (patience.forMs ?? Number.POSITIVE_INFINITY);
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      const verdict = (await patience.hopeless?.()) ?? null;
      if (verdict !== null) throw verdict;
      if (patience.ending?.aborted === true) endsAt = Math.min(endsAt, performance.now() + ENDING_MS);
      if (performance.now() >= endsAt) throw givenUp(error, performance.now() - began);
      if (delayMs === FIRST_DELAY_MS) patience.onWaiting?.(error);
      await pause(delayMs, patience.ending);
    }
  }
}

/** Cut short when the process is to end, so that the last tries begin at once. */
async function pause(delayMs: number, ending: AbortSignal | undefined): Promise<void> {
  if (ending === undefined || ending.aborted) await delay(delayMs);
  else await delay(delayMs, undefined, { signal: ending }).catch(() => undefined);
}

function givenUp(error: unknown, waitedMs: number): unknown {
  const explained = explainDatabaseError(error);
  if (!(explained instanceof AppError)) return error;
  const { code, message, hint, details } = explained;
  const seconds = Math.round(waitedMs / 1000);
  const text = `${message} (waited for ${seconds} s)`;
  return new AppError(code, text, { cause: error, details, ...(hint === undefined ? {} : { hint }) });
}
