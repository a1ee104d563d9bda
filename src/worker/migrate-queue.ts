import { runMigrations } from "graphile-worker";
import type { Database } from "../store/connection/transaction.ts";
import { quietQueueLogger } from "./pools/queue-logger.ts";

/** Creates or updates graphile-worker's own schema; a database that is up to date takes one query. */
export async function migrateQueue(database: Database): Promise<void> {
  await runMigrations({ pgPool: database, logger: quietQueueLogger() });
}
