import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";

/** Something that a worker works on, held up until the test decides how it goes. */
export interface GatedWork {
  /** Numbers of cells; null of a callback. */
  readonly cells: readonly number[] | null;
  readonly signal: AbortSignal;
  go(how: () => unknown): void;
}

/** One job of a worker: it works on one thing after another, one at a time. */
export interface Activity {
  /** What it stands at; null while it moves, and when it has ended. */
  readonly work: GatedWork | null;
  readonly hasEnded: boolean;
  /** Resolves when it stands at something that it was not told to give up, or has ended. */
  settled(): Promise<void>;
}

const current = new AsyncLocalStorage<{ arrive(work: GatedWork | null): void }>();

/** Begins a job in which `passGate` holds up all work. An error of the job ends it. */
export function startActivity(job: () => Promise<void>): Activity {
  const state = { work: null as GatedWork | null, hasEnded: false, moved: Promise.withResolvers<void>() };
  const arrive = (work: GatedWork | null): void => {
    state.work = work;
    state.moved.resolve();
    state.moved = Promise.withResolvers();
  };
  const end = (): void => {
    state.hasEnded = true;
    arrive(null);
  };
  current.run({ arrive }, job).then(end, end);
  const stands = (): boolean => state.hasEnded || (state.work !== null && !state.work.signal.aborted);
  return {
    get work() {
      return state.work;
    },
    get hasEnded() {
      return state.hasEnded;
    },
    async settled() {
      for (;;) {
        if (stands()) {
          // A turn of the timers: the time of what it works on may have been over when it began.
          if (!state.hasEnded) await delay(3);
          if (stands()) return;
        }
        await state.moved.promise;
      }
    },
  };
}

/** Stands still until the test says how it goes, or the signal fires. */
export async function passGate<T>(cells: readonly number[] | null, signal: AbortSignal): Promise<T> {
  const activity = current.getStore();
  if (activity === undefined) throw new Error("Work has begun outside of any job");
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  const go = (how: () => unknown): void => {
    try {
      resolve(how() as T);
    } catch (error) {
      reject(error);
    }
  };
  activity.arrive({ cells, signal, go });
  try {
    return await promise;
  } finally {
    activity.arrive(null);
  }
}
