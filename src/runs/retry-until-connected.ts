import { setTimeout as delay } from "node:timers/promises";
import { isConnectionLost } from "../store/transaction.ts";

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2000;

/**
 * Repeats `work` for as long as it fails because the database is away (I9). For commits of finished
 * work, which is worth waiting for; the fencing token makes the repetition safe.
 */
export async function retryUntilConnected<T>(work: () => Promise<T>): Promise<T> {
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      await delay(delayMs);
    }
  }
}
