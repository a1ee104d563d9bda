import type { UserProcess } from "../parent/user-process.ts";
import type { UserProcessPool } from "../parent/user-process-pool.ts";
import { UserProcessDied } from "../parent/user-process-died.ts";
import { lane } from "./lane.ts";

/** Loads modules to learn of them; one that hangs keeps those behind it waiting for a moment only. */
export interface LoadQueue {
  /**
   * Loads in a process that has loaded the same code before, else a new one, and a second time when the first try was cut short.
   *
   * @param key see `UserProcessPool.use`
   * @param load asks the process; `timeoutMs` is how long it may take this time
   * @throws what `load` throws
   */
  load<T>(key: string, load: (process: UserProcess, timeoutMs: number) => Promise<T>): Promise<T>;
}

export interface LoadLimits {
  /** Longest time to load a module, in milliseconds. */
  readonly limitMs: number;
  /** Longest time of the first try. Default 300: an honest module takes a tenth of it. */
  readonly firstMs?: number;
}

/** First tries at a time; as many processes are started for a project whose modules are all well. */
const FIRST_LANES = 2;
/** Second tries at a time. They begin when no first one waits. */
const SECOND_LANES = 3;

/** When this many second tries in a row have hung, further ones have less time, until one comes to an end. */
const SEVERAL = 3;
const LIMIT_AFTER_SEVERAL_MS = 1500;

/** Processes that a queue may use at a time. */
export const LOAD_LANES = FIRST_LANES + SECOND_LANES;

export function createLoadQueue(users: UserProcessPool, { limitMs, firstMs = 300 }: LoadLimits): LoadQueue {
  const first = lane(FIRST_LANES);
  const second = lane(SECOND_LANES, () => first.isWaitedFor());
  const attempt = <T>(
    key: string,
    load: (process: UserProcess, timeoutMs: number) => Promise<T>,
    timeoutMs: number,
  ): Promise<T> =>
    users.use(key, async (process) => {
      try {
        return await load(process, timeoutMs);
      } catch (error) {
        // Whatever has failed in it may have left something behind.
        await process.end();
        throw error;
      }
    });
  let hungInARow = 0;
  const longLimitMs = (): number => (hungInARow < SEVERAL ? limitMs : Math.min(limitMs, LIMIT_AFTER_SEVERAL_MS));
  return {
    async load(key, load) {
      const shortMs = Math.min(firstMs, limitMs);
      try {
        return await first.run(() => attempt(key, load, shortMs));
      } catch (error) {
        if (shortMs === limitMs || !hasHung(error)) throw error;
      } finally {
        second.look();
      }
      return second.run(async () => {
        let hung = false;
        try {
          return await attempt(key, load, longLimitMs());
        } catch (error) {
          hung = hasHung(error);
          throw error;
        } finally {
          hungInARow = hung ? hungInARow + 1 : 0;
        }
      });
    },
  };
}

function hasHung(error: unknown): boolean {
  return error instanceof UserProcessDied && error.why === "timeout";
}
