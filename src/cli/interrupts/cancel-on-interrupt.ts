import { setTimeout as delay } from "node:timers/promises";
import { hearInterrupts, type Interrupt, interruptExitCode } from "./interrupts.ts";

export interface InterruptedRun extends Disposable {
  /** The signal that cancelled the run; null when none came. */
  readonly signal: Interrupt | null;
}

/** An impatient leaving waits this long for the run to be told. */
const LEAVE_MS = 2000;

/**
 * Cancels a run on the first Ctrl-C or SIGTERM. A second one leaves without waiting for its end, but
 * not before the run was told to stop (nobody shall go on with it later) and our work was given back.
 *
 * @param leave gives back what this process works on; for other runs others go on with it
 */
export function cancelOnInterrupt(
  cancel: () => Promise<unknown>,
  leave: () => Promise<unknown>,
  note: (text: string) => void,
): InterruptedRun {
  let signal: Interrupt | null = null;
  let cancelling: Promise<unknown> = Promise.resolve();
  const end = hearInterrupts(
    (heard) => {
      signal = heard;
      note("\nCancelling the run; once more leaves at once.");
      cancelling = cancel().catch((error: unknown) => note(`The run could not be told to stop: ${String(error)}`));
    },
    (heard) => {
      const leaving = cancelling.then(leave).catch(() => undefined);
      void Promise.race([leaving, delay(LEAVE_MS)]).then(() => process.exit(interruptExitCode(heard)));
    },
  );
  return {
    get signal() {
      return signal;
    },
    [Symbol.dispose]: end,
  };
}
