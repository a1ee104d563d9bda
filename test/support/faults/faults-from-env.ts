import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

/** Faults for the workers of a test project, when NIGHTGRID_FAULTS has a seed; the tests themselves see none. */
export interface Faults extends AsyncDisposable {
  /** Null without faults; one for all workers of the project. */
  proxy(): Promise<FaultProxy | null>;
}

export function faultsFromEnv(databaseUrl: string): Faults {
  const seed = process.env["NIGHTGRID_FAULTS"];
  let starting: Promise<FaultProxy> | null = null;
  return {
    async proxy() {
      if (seed === undefined) return null;
      starting ??= startFaultProxy(databaseUrl, Number(seed));
      return starting;
    },
    async [Symbol.asyncDispose]() {
      const proxy = await starting;
      if (proxy === null) return;
      console.log(`Faults of seed ${seed}: ${JSON.stringify(proxy.faults)}`);
      await proxy[Symbol.asyncDispose]();
    },
  };
}
