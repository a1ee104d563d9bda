import type { Database } from "../store/connection/transaction.ts";
import { type Patience, retryUntilConnected } from "./retry-until-connected.ts";

/**
 * The same database, of which single statements are repeated for as long as it is of no use (I9): for work that asks it dozens of
 * times, and would never come to its end if each request that fails undid it all. Statements have to bear being done twice, as they do
 * where the work is repeated as a whole. Those of transactions are not repeated.
 */
export function patientDatabase(database: Database, patience: Patience): Database {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "query") return value.bind(target) as unknown;
      return (...given: readonly unknown[]): Promise<unknown> =>
        retryUntilConnected(async () => (await Reflect.apply(value, target, given)) as unknown, patience);
    },
  });
}
