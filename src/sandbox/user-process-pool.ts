import { UserProcess, type UserProcessSetup } from "./user-process.ts";

export interface UserProcessPool {
  /** An idle process that has loaded the same code before, else one that has loaded none. @param key of the code */
  take(key: string): UserProcess;
  /** One that nobody has used. */
  takeFresh(): UserProcess;
  /** Keeps it for the next question of its key, unless it is dead. */
  giveBack(key: string, process: UserProcess): void;
  /** Ends all, those in use too. */
  close(): Promise<void>;
}

export interface PoolLimits {
  /** Idle processes that have loaded code; the one that was idle longest is ended. */
  readonly mostIdle: number;
}

/**
 * Processes of one room. Code of two keys never shares one. From the first use on there is always one more than needed, whose
 * start is behind it when it is asked for.
 */
export function createUserProcessPool(setup: UserProcessSetup, { mostIdle }: PoolLimits): UserProcessPool {
  const all = new Set<UserProcess>();
  let idle: { readonly key: string; readonly process: UserProcess }[] = [];
  let spare: UserProcess | null = null;
  let isClosed = false;

  const start = (): UserProcess => {
    const process = new UserProcess(setup);
    for (const known of all) if (known.isDead) all.delete(known);
    all.add(process);
    return process;
  };
  const takeFresh = (): UserProcess => {
    if (isClosed) throw new Error("The processes of user code are closed");
    const taken = spare === null || spare.isDead ? start() : spare;
    spare = start();
    return taken;
  };
  return {
    take(key) {
      const found = idle.findLast((one) => one.key === key && !one.process.isDead);
      if (found === undefined) return takeFresh();
      idle = idle.filter((one) => one !== found);
      return found.process;
    },
    takeFresh,
    giveBack(key, process) {
      if (process.isDead || isClosed) return;
      idle = [...idle.filter((one) => !one.process.isDead), { key, process }];
      while (idle.length > mostIdle) void idle.shift()?.process.end();
    },
    async close() {
      isClosed = true;
      await Promise.all([...all].map((process) => process.end()));
    },
  };
}
