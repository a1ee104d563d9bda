import path from "node:path";
import { Worker } from "node:worker_threads";
import {
  outcomesFor,
  type PathMeasure,
  type PathOutcomes,
  type PathResampling,
} from "../../analytics/monte-carlo/simulate-paths.ts";
import type { PathSummary } from "../../analytics/monte-carlo/summarize-paths.ts";
import type { NoisyCell } from "./noisy-paths.ts";

/** What one thread is given. */
export interface MonteCarloWork {
  readonly measure: PathMeasure;
  readonly outcomes: PathOutcomes;
  /** One shared number: how many histories there are. */
  readonly done: Int32Array;
  readonly part:
    | (Portion & { readonly kind: "returns"; readonly resampling: PathResampling })
    | (Portion & { readonly kind: "bars"; readonly strategy: string; readonly cell: NoisyCell })
    | { readonly kind: "summary"; readonly ruin: number; readonly initialCapital: number };
}

interface Portion {
  readonly from: number;
  readonly to: number;
}

/**
 * Where histories come from: returns that are drawn; bars with noise, traded by a built-in strategy in the same threads, or by somebody
 * else, who writes each of them and says how many there are.
 */
export type HistorySource =
  | { readonly kind: "returns"; readonly resampling: PathResampling }
  | { readonly kind: "bars"; readonly strategy: string; readonly cell: NoisyCell }
  | {
      readonly kind: "elsewhere";
      readonly draw: (outcomes: PathOutcomes, onDone: (done: number) => void) => Promise<void>;
    };

export interface MonteCarloRequest {
  readonly measure: PathMeasure;
  readonly source: HistorySource;
  /** How many histories. */
  readonly runs: number;
  readonly ruin: number;
  readonly initialCapital: number;
  /** 1 or more; the result is the same with any number, byte for byte. */
  readonly threads: number;
  /** Ends the threads at once. */
  readonly signal: AbortSignal;
  /** Hears every few seconds how many histories there are; absent: nobody asks. */
  readonly onProgress?: (done: number) => void;
}

const PROGRESS_MS = 5000;

/**
 * Draws histories and sums them up without holding up the event loop, in threads that end with it.
 *
 * @throws the reason of the signal when it fires; AppError STRATEGY_FAILED of a strategy that fails on noisy bars
 */
export async function monteCarloOffLoop(request: MonteCarloRequest): Promise<PathSummary> {
  const { measure, source, runs, signal, ruin, initialCapital, onProgress } = request;
  const outcomes = outcomesFor(runs, measure.points.length);
  const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const shared = { measure, outcomes, done };
  const ending = new AbortController();
  const all = { signal: AbortSignal.any([signal, ending.signal]) };
  const telling = onProgress && setInterval(() => onProgress(Atomics.load(done, 0)), PROGRESS_MS);
  try {
    if (source.kind === "elsewhere") await source.draw(outcomes, (count) => Atomics.store(done, 0, count));
    else
      await Promise.all(
        portionsOf(request).map((portion) => inThread({ ...shared, part: { ...source, ...portion } }, all)),
      );
    return (await inThread({ ...shared, part: { kind: "summary", ruin, initialCapital } }, all)) as PathSummary;
  } finally {
    clearInterval(telling);
    ending.abort();
  }
}

function portionsOf({ runs, threads }: MonteCarloRequest): readonly Portion[] {
  const each = Math.ceil(runs / threads);
  return Array.from({ length: Math.ceil(runs / each) }, (_, thread) => {
    const from = thread * each;
    return { from, to: Math.min(runs, from + each) };
  });
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
