import { setTimeout as delay } from "node:timers/promises";
import { hearInterrupts, interruptExitCode } from "./interrupts.ts";

/** An impatient leaving waits this long for temporary files to be removed. */
const LEAVE_MS = 2000;

/**
 * Does work that a Ctrl-C or a SIGTERM stops, with what it has put on the disk; a second one ends the process. What was asked to
 * stop has not failed.
 */
export async function stopOnInterrupt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopped = new AbortController();
  const end = hearInterrupts(
    (heard) => {
      process.exitCode = interruptExitCode(heard);
      stopped.abort();
    },
    (heard) => void delay(LEAVE_MS).then(() => process.exit(interruptExitCode(heard))),
  );
  try {
    await work(stopped.signal);
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  } finally {
    end();
  }
}
