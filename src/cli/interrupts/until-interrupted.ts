import { hearInterrupts, type Interrupt, interruptExitCode } from "./interrupts.ts";

/** Resolves on the first Ctrl-C or SIGTERM; a second one leaves at once. */
export function untilInterrupted(): Promise<Interrupt> {
  return new Promise((resolve) => {
    hearInterrupts(resolve, (signal) => process.exit(interruptExitCode(signal)));
  });
}
