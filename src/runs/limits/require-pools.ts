import { AppError } from "../../core/errors/app-error.ts";
import { poolLimit } from "../../core/names/limit-names.ts";
import { readLimits } from "../../store/limits/slot-limits.ts";
import type { Connection } from "../../store/connection/transaction.ts";

/** @throws AppError POOL_UNKNOWN when one of the pools has no slots that anybody has set */
export async function requirePools(connection: Connection, pools: readonly string[]): Promise<void> {
  if (pools.length === 0) return;
  const known = new Set((await readLimits(connection, pools.map(poolLimit))).map(({ name }) => name));
  const unknown = pools.find((pool) => !known.has(poolLimit(pool)));
  if (unknown !== undefined) throw unknownPool(unknown);
}

export function unknownPool(pool: string): AppError {
  return new AppError("POOL_UNKNOWN", `There is no pool "${pool}"`, {
    hint: `Make it: nightgrid pools set ${pool} --slots 1. \`nightgrid pools list\` shows those that there are.`,
  });
}
