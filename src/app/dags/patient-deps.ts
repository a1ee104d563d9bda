import type { FactoryDeps } from "../../factory/factory-deps.ts";
import type { LookLoads } from "./module-loads.ts";

/**
 * The same, but users' modules are waited for with the patience of one look.
 *
 * @param onAsk hears of each module before it is loaded, and says what is known of its content, so that another content is
 *   another loading
 */
export function patientDeps(
  deps: FactoryDeps,
  loads: LookLoads,
  onAsk: (path: string) => Promise<string> = () => Promise.resolve(""),
  onFailed: (error: unknown, key: string) => void = () => undefined,
): FactoryDeps {
  const patient = async <T>(path: string, asked: unknown, load: () => Promise<T>): Promise<T> => {
    const key = JSON.stringify([path, await onAsk(path), asked]);
    try {
      return await loads.wait({ key, file: path }, load);
    } catch (error) {
      onFailed(error, key);
      throw error;
    }
  };
  return {
    ...deps,
    strategies: {
      ...deps.strategies,
      load: (path, exportName) => patient(path, exportName, () => deps.strategies.load(path, exportName)),
    },
    callbacks: {
      ...deps.callbacks,
      check: (ref, options) => {
        const check = () => deps.callbacks.check(ref, options);
        return ref.kind === "module" ? patient(ref.path, [ref.exportName, options], check) : check();
      },
    },
  };
}
