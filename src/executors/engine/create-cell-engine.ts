import { availableParallelism } from "node:os";
import type { SweepResult } from "../../engine/backtest.ts";
import type { UserProcessPool } from "../../sandbox/parent/user-process-pool.ts";
import type { CellEngine } from "./cell-engine.ts";
import type { SweepSetup } from "./sweep-setup.ts";
import { userSweeps } from "../user/user-sweeps.ts";
import { EngineThread, MAX_PREPARED, type ThreadCells } from "./engine-thread-client.ts";
import { sweepMemories } from "./sweep-memories.ts";

export interface CellEngineOptions {
  /** Threads, and processes of users' strategies. Default: one per processor. */
  readonly slots?: number;
  /** Heap of one thread in MiB. Default 2048. */
  readonly maxHeapMb?: number;
  /** Starts one thread at once, so that it is ready by the time that there is something to compute. Default true. */
  readonly isWarm?: boolean;
  /** Where users' strategies run, as many at a time as there are slots; closed with the engine. */
  readonly users: UserProcessPool;
}

/** Computes cells with the engine: built-in strategies in a small pool of threads, users' own in processes. */
export function createCellEngine(options: CellEngineOptions): CellEngine {
  const { users, slots = availableParallelism(), maxHeapMb = 2048, isWarm = true } = options;
  const threads = createThreads({ slots, maxHeapMb, isWarm });
  const ofUsers = userSweeps(users);
  return {
    compute(setup, cells, signal, { onLine, past } = {}) {
      if (setup.strategy.kind === "builtin") return threads.compute(setup, { cells, past }, signal);
      return ofUsers.compute(setup, cells, { signal, onLine });
    },
    async close() {
      await Promise.all([threads.close(), users.close()]);
    },
  };
}

interface Threads {
  compute(setup: SweepSetup, cells: ThreadCells, signal: AbortSignal): Promise<SweepResult>;
  close(): Promise<void>;
}

function createThreads({ slots, maxHeapMb, isWarm }: Required<Omit<CellEngineOptions, "users">>): Threads {
  const idle = isWarm ? [new EngineThread(maxHeapMb)] : [];
  const busy = new Set<EngineThread>();
  const waiting: ((thread: EngineThread) => void)[] = [];
  const memoryOf = sweepMemories(MAX_PREPARED);

  const take = (): Promise<EngineThread> => {
    const thread = idle.pop() ?? (busy.size < slots ? new EngineThread(maxHeapMb) : undefined);
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
    const successor = usable ?? new EngineThread(maxHeapMb);
    busy.add(successor);
    next(successor);
  };

  return {
    async compute(setup, cells, signal) {
      const thread = await take();
      try {
        return await thread.compute({ setup, memory: memoryOf(setup.id) }, cells, signal);
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      await Promise.all([...idle, ...busy].map((thread) => thread.end()));
    },
  };
}
