import path from "node:path";
import { Worker } from "node:worker_threads";
import { outcomesFor, type PathOutcomes, type PathSetup } from "../../analytics/monte-carlo/simulate-paths.ts";
import type { PathSummary } from "../../analytics/monte-carlo/summarize-paths.ts";

/** What one thread is given. */
export interface MonteCarloWork {
  readonly setup: PathSetup;
  readonly outcomes: PathOutcomes;
  readonly part:
    | { readonly kind: "paths"; readonly from: number; readonly to: number }
    | { readonly kind: "summary"; readonly ruin: number; readonly initialCapital: number };
}

export interface MonteCarloRequest {
  readonly setup: PathSetup;
  /** How many histories. */
  readonly runs: number;
  readonly ruin: number;
  readonly initialCapital: number;
  /** 1 or more; the result is the same with any number, byte for byte. */
  readonly threads: number;
  /** Ends the threads at once. */
  readonly signal: AbortSignal;
}

/**
 * Draws histories and sums them up without holding up the event loop, in threads that end with it.
 *
 * @throws the reason of the signal when it fires
 */
export async function monteCarloOffLoop(request: MonteCarloRequest): Promise<PathSummary> {
  const { setup, runs, threads, signal, ruin, initialCapital } = request;
  const outcomes = outcomesFor(runs, setup.points.length);
  const each = Math.ceil(runs / threads);
  const parts = Array.from({ length: Math.ceil(runs / each) }, (_, thread) => {
    const from = thread * each;
    return { kind: "paths", from, to: Math.min(runs, from + each) } as const;
  });
  const ending = new AbortController();
  const all = { signal: AbortSignal.any([signal, ending.signal]) };
  try {
    await Promise.all(parts.map((part) => inThread({ setup, outcomes, part }, all)));
    return (await inThread({ setup, outcomes, part: { kind: "summary", ruin, initialCapital } }, all)) as PathSummary;
  } finally {
    ending.abort();
  }
}

async function inThread(work: MonteCarloWork, { signal }: { readonly signal: AbortSignal }): Promise<unknown> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  // `.ts` from source, `.js` from the published package.
  const file = `./monte-carlo-thread${path.extname(import.meta.filename)}`;
  const thread = new Worker(new URL(file, import.meta.url), { workerData: work });
  const end = (): void => {
    reject(signal.reason as Error);
    void thread.terminate();
  };
  signal.addEventListener("abort", end, { once: true });
  thread
    .once("message", resolve)
    .once("error", reject)
    .once("exit", () => reject(new Error("A thread that draws histories ended without an answer")));
  try {
    return await promise;
  } finally {
    signal.removeEventListener("abort", end);
  }
}
