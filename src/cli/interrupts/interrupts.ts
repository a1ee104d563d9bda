const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
export type Interrupt = keyof typeof SIGNALS;

/** npm passes a Ctrl-C on to a process that has heard it from the terminal already: two of them are one. */
const ECHO_MS = 500;

/**
 * Hears Ctrl-C, SIGTERM and a closed terminal instead of ending at once.
 *
 * @param onFirst what ends the work in order
 * @param onAgain the person has no patience; not called for the echo of one key press
 * @returns stops listening
 */
export function hearInterrupts(onFirst: (signal: Interrupt) => void, onAgain: (signal: Interrupt) => void): () => void {
  let firstAt: number | null = null;
  const hear = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (firstAt === null) {
      firstAt = now;
      onFirst(signal as Interrupt);
    } else if (now - firstAt > ECHO_MS) {
      onAgain(signal as Interrupt);
    }
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, hear);
  return () => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, hear);
  };
}

/** What a shell expects of a process that was ended by this signal. */
export function interruptExitCode(signal: Interrupt): number {
  return SIGNALS[signal];
}
