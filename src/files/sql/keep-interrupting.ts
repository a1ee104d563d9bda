import type { DuckDBConnection } from "@duckdb/node-api";

const AGAIN_MS = 50;

/**
 * Interrupts what a connection does until it is done. Once is not enough: DuckDB forgets an interrupt that comes between the
 * call and the moment at which the statement begins to run.
 *
 * @returns stops it
 */
export function keepInterrupting(connection: DuckDBConnection): () => void {
  connection.interrupt();
  const timer = setInterval(() => connection.interrupt(), AGAIN_MS);
  return () => clearInterval(timer);
}

/** Interrupts the work when the signal fires, until it has ended. */
export async function interruptedBy<T>(
  connection: DuckDBConnection,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const ends: (() => void)[] = [];
  const stop = (): void => void ends.push(keepInterrupting(connection));
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", stop);
    for (const end of ends) end();
  }
}
