/** Resolves on the first Ctrl-C or SIGTERM; a second one leaves at once. */
export function untilInterrupted(onSecond: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let count = 0;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        count++;
        if (count === 1) resolve(signal);
        else onSecond();
      });
    }
  });
}
