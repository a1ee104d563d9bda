import { availableParallelism } from "node:os";
import type { SweepResult } from "../../engine/backtest.ts";
import type { CellExecutor, SweepSetup } from "../cell-executor.ts";
import { EngineThread, MAX_PREPARED, ThreadDied } from "./engine-thread-client.ts";
import { fatalCell, joinResults } from "./join-results.ts";
import { sweepMemories } from "./sweep-memories.ts";

export interface EngineExecutorOptions {
  /** `file:` URL that `import … from "nightgrid"` means in a user's strategy. */
  readonly packageUrl: string;
  /** Threads. Default: one per processor. */
  readonly slots?: number;
  /** Heap of one thread in MiB; a strategy that needs more fails its cell. Default 2048. */
  readonly maxHeapMb?: number;
}

/**
 * Computes cells with the engine in a small pool of threads. A strategy that ends its thread (out of memory,
 * `process.exit`) fails its own cell alone: the range is halved until the cell is found, and the rest goes on.
 */
export function createEngineExecutor(options: EngineExecutorOptions): CellExecutor {
  const { packageUrl, slots = availableParallelism(), maxHeapMb = 2048 } = options;
  // One thread starts at once, so that it is ready by the time that there is something to compute.
  const idle = [new EngineThread({ packageUrl }, maxHeapMb)];
  const busy = new Set<EngineThread>();
  const waiting: ((thread: EngineThread) => void)[] = [];
  const memoryOf = sweepMemories(MAX_PREPARED);

  const take = (): Promise<EngineThread> => {
    const thread = idle.pop() ?? (busy.size < slots ? new EngineThread({ packageUrl }, maxHeapMb) : undefined);
    if (thread === undefined) return new Promise((resolve) => waiting.push(resolve));
    busy.add(thread);
    return Promise.resolve(thread);
  };
  const giveBack = (thread: EngineThread): void => {
    busy.delete(thread);
    const next = waiting.shift();
    const usable = thread.isDead ? null : thread;
    if (next === undefined) {
      if (usable !== null) idle.push(usable);
      return;
    }
    const successor = usable ?? new EngineThread({ packageUrl }, maxHeapMb);
    busy.add(successor);
    next(successor);
  };

  const once = async (setup: SweepSetup, cells: readonly string[], signal: AbortSignal): Promise<SweepResult> => {
    const thread = await take();
    try {
      return await thread.compute({ setup, memory: memoryOf(setup.id) }, cells, signal);
    } finally {
      giveBack(thread);
    }
  };
  const compute = async (setup: SweepSetup, cells: readonly string[], signal: AbortSignal): Promise<SweepResult> => {
    try {
      return await once(setup, cells, signal);
    } catch (error) {
      if (!(error instanceof ThreadDied)) throw error;
      if (cells.length <= 1) return fatalCell(`The strategy ended its thread: ${error.message}`);
      const middle = Math.ceil(cells.length / 2);
      const first = await compute(setup, cells.slice(0, middle), signal);
      return joinResults([first, await compute(setup, cells.slice(middle), signal)]);
    }
  };

  return {
    slots,
    compute,
    async close() {
      await Promise.all([...idle, ...busy].map((thread) => thread.end()));
    },
  };
}
