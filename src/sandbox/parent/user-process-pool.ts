import { UserProcessDied } from "./user-process-died.ts";
import { UserProcess, type UserProcessSetup } from "./user-process.ts";

export interface UserProcessPool {
  /**
   * Works with an idle process that has loaded the same code before, else with one that has loaded none; waits while all are
   * busy. Afterwards it is kept for the next work of its key, unless it is dead.
   *
   * @param key of the code: that of two keys never shares a process
   */
  use<T>(key: string, work: (process: UserProcess) => Promise<T>): Promise<T>;
  /** The same with a process that nobody has used, which is ended afterwards. */
  useFresh<T>(work: (process: UserProcess) => Promise<T>): Promise<T>;
  /** Ends all, those in use too. */
  close(): Promise<void>;
}

export interface PoolLimits {
  /** Processes in use at a time. */
  readonly mostBusy: number;
  /** Idle processes that have loaded code; the one that was idle longest is ended. */
  readonly mostIdle: number;
}

/**
 * Processes of one room. After the first use, one more than needed is started, so that its start is over when it is asked
 * for.
 */
export function createUserProcessPool(setup: UserProcessSetup, limits: PoolLimits): UserProcessPool {
  const all = new Set<UserProcess>();
  const waiting: (() => void)[] = [];
  let idle: { readonly key: string; readonly process: UserProcess }[] = [];
  let spare: UserProcess | null = null;
  let busy = 0;
  let isClosed = false;

  const start = (): UserProcess => {
    for (const known of all) if (known.isDead) all.delete(known);
    const process = new UserProcess(setup);
    all.add(process);
    return process;
  };
  const fresh = (): UserProcess => {
    const taken = spare === null || spare.isDead ? start() : spare;
    spare = null;
    return taken;
  };
  const keepSpare = (): void => {
    if (!isClosed && (spare === null || spare.isDead)) spare = start();
  };
  const known = (key: string): UserProcess | null => {
    const found = idle.findLast((one) => one.key === key && !one.process.isDead);
    idle = idle.filter((one) => one !== found && !one.process.isDead);
    return found?.process ?? null;
  };
  const keep = (key: string, process: UserProcess): void => {
    if (process.isDead) return;
    idle.push({ key, process });
    if (idle.length > limits.mostIdle) void idle.shift()?.process.end();
  };
  const kept = async <T>(key: string, process: UserProcess, work: (process: UserProcess) => Promise<T>): Promise<T> => {
    try {
      return await work(process);
    } finally {
      keep(key, process);
    }
  };
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= limits.mostBusy) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      if (isClosed) throw new Error("The processes of user code are closed");
      return await work();
    } finally {
      // The place is handed on, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };

  return {
    use: (key, work) =>
      inTurn(async () => {
        const used = known(key);
        // The spare one is for later: its start would take the time of this one's.
        if (used === null) return await kept(key, fresh(), work).finally(keepSpare);
        try {
          return await kept(key, used, work);
        } catch (error) {
          // What was left behind in it has kept it from beginning.
          if (error instanceof UserProcessDied && !error.hasBegun) {
            return await kept(key, fresh(), work).finally(keepSpare);
          }
          throw error;
        }
      }),
    useFresh: (work) =>
      inTurn(async () => {
        const process = fresh();
        keepSpare();
        try {
          return await work(process);
        } finally {
          await process.end();
        }
      }),
    async close() {
      isClosed = true;
      await Promise.all([...all].map((process) => process.end()));
    },
  };
}
