import type { Depot } from "./depot.ts";

/** All keys that begin so, in their order. */
export async function keysIn(depot: Depot, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of depot.list(prefix)) keys.push(key);
  return keys;
}
