import { setTimeout as delay } from "node:timers/promises";
import { hearInterrupts, type Interrupt, interruptExitCode } from "./interrupts.ts";

export interface Interruption {
  /** Resolves on the first Ctrl-C or SIGTERM. */
  readonly first: Promise<Interrupt>;
  /** What is done before a second one ends the process: quickly, or not at all. Without it, it ends at once. */
  beforeLeaving(work: () => Promise<unknown>): void;
}

/** An impatient leaving waits this long at most. */
const LEAVE_MS = 2000;

/** Ends in order on the first signal, and soon on a second one. */
export function untilInterrupted(): Interruption {
  const { promise: first, resolve } = Promise.withResolvers<Interrupt>();
  let farewell: (() => Promise<unknown>) | null = null;
  hearInterrupts(resolve, (signal) => {
    const leaving = farewell?.().catch(() => undefined);
    void Promise.race([leaving, delay(LEAVE_MS)]).then(() => process.exit(interruptExitCode(signal)));
  });
  return {
    first,
    beforeLeaving(work) {
      farewell = work;
    },
  };
}
