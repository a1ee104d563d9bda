import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SweepResult } from "../../src/engine/backtest.ts";
import { createSharedMemory } from "../../src/engine/simd/shared-memory.ts";
import { CROSS_CELLS, sampleBars, VECTORBT_SETTINGS } from "./sample-sweep.ts";

/** Threads that each compute a part of `CROSS_CELLS`, and together the indicators, as the engine's own threads do. */
export interface SweepThreads extends AsyncDisposable {
  /** With the first `count` threads; the parts of the result in the order of the cells. */
  run(count: number): Promise<readonly SweepResult[]>;
}

/** The bars lie in shared memory, as in the engine's own threads. */
export function startSweepThreads(most: number): SweepThreads {
  const workerData = { bars: [sampleBars()], settings: VECTORBT_SETTINGS };
  const workers = Array.from(
    { length: most },
    () => new Worker(new URL("sweep-thread.ts", import.meta.url), { workerData }),
  );
  return {
    run(count) {
      const memory = createSharedMemory();
      return Promise.all(
        workers.slice(0, count).map(async (worker, index) => {
          worker.postMessage({ cells: textOf(index, count), memory }, []);
          const [result] = await once(worker, "message");
          return result as SweepResult;
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const texts = new Map<string, string>();

/** Cells reach a thread as one text; that it is written is no part of the sweep. */
function textOf(index: number, count: number): string {
  const key = `${index}/${count}`;
  const text = texts.get(key) ?? JSON.stringify(partOf(CROSS_CELLS, index, count));
  texts.set(key, text);
  return text;
}

/** Every `count`-th cell, so that all parts have as much to do. */
export function partOf<T>(cells: readonly T[], index: number, count: number): readonly T[] {
  return cells.filter((_, cell) => cell % count === index);
}
