import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";

/** The users' modules that are being loaded, and how long each look waits for them. */
export interface ModuleLoads {
  /** A new look, with patience of its own. */
  look(): LookLoads;
  isLoading(key: string): boolean;
  /** Files of the modules that are being loaded. */
  files(): readonly string[];
}

export interface LookLoads {
  /**
   * The answer, for as long as the look has patience; what an earlier look did not get is not waited for again. The loading
   * goes on.
   *
   * @param key of the module as it is now, and of what is asked of it
   * @throws AppError MODULE_LOADING when the patience is over; what `load` throws
   */
  wait<T>(module: { readonly key: string; readonly file: string }, load: () => Promise<T>): Promise<T>;
}

export interface LoadsOptions {
  /** How long a look waits, in milliseconds. */
  readonly patienceMs: number;
  /** Whether each module that has been loaded renews the patience. Default false. */
  readonly isRenewed?: boolean;
  /** Hears that a module has been loaded, or has failed to, that some look has not waited for. */
  readonly onLate?: () => void;
}

interface Loading {
  readonly file: string;
  readonly answer: Promise<unknown>;
  /** Some look went on without it. */
  isLate: boolean;
}

export function moduleLoads({ patienceMs, isRenewed = false, onLate }: LoadsOptions): ModuleLoads {
  const loading = new Map<string, Loading>();

  const begin = (key: string, file: string, load: () => Promise<unknown>, onGood: () => void): Loading => {
    const begun: Loading = { file, answer: load(), isLate: false };
    loading.set(key, begun);
    const settle = (): void => {
      loading.delete(key);
      if (begun.isLate) onLate?.();
    };
    begun.answer.then(() => {
      onGood();
      settle();
    }, settle);
    return begun;
  };

  return {
    isLoading: (key) => loading.has(key),
    files: () => [...new Set([...loading.values()].map(({ file }) => file))],
    look() {
      const over = Promise.withResolvers<never>();
      over.promise.catch(() => undefined);
      let timer: NodeJS.Timeout | undefined;
      let waiting = 0;
      const restart = (): void => {
        clearTimeout(timer);
        if (waiting > 0) timer = setTimeout(() => over.reject(IMPATIENT), patienceMs);
      };
      return {
        async wait<T>({ key, file }: { key: string; file: string }, load: () => Promise<T>): Promise<T> {
          const known = loading.get(key);
          if (known?.isLate === true) throw stillLoading(file, patienceMs);
          const asked = known ?? begin(key, file, load, () => isRenewed && restart());
          waiting++;
          if (timer === undefined) restart();
          try {
            return (await Promise.race([asked.answer, over.promise])) as T;
          } catch (error) {
            if (error !== IMPATIENT) throw error;
            asked.isLate = true;
            throw stillLoading(file, patienceMs);
          } finally {
            waiting--;
            if (waiting === 0) {
              clearTimeout(timer);
              timer = undefined;
            }
          }
        },
      };
    },
  };
}

/** No error of anybody's. */
const IMPATIENT = Symbol("impatient");

function stillLoading(file: string, patienceMs: number): AppError {
  return new AppError(
    "MODULE_LOADING",
    `The module ${path.basename(file)} is still being loaded after ${Math.max(1, Math.round(patienceMs / 1000))} s`,
    { hint: "A module is loaded to learn its parameters: keep long work out of its top level." },
  );
}
