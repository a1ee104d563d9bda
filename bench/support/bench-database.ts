import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { connect } from "../../src/store/connection/connect.ts";
import { startEmbedded } from "../../src/store/embedded/start-embedded.ts";
import { stopEmbedded } from "../../src/store/embedded/status-embedded.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import type { Database } from "../../src/store/connection/transaction.ts";
import { migrateQueue } from "../../src/worker/migrate-queue.ts";

export interface BenchDatabase extends AsyncDisposable {
  readonly url: string;
  readonly database: Database;
  readonly home: string;
}

/** An embedded, durable database in a folder of its own, as a user would have it. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-bench-"));
  chmodSync(home, 0o755);
  const { url } = await startEmbedded({ home });
  const database = await connect({ url });
  await migrate(database);
  await migrateQueue(database);
  return {
    url,
    database,
    home,
    async [Symbol.asyncDispose]() {
      await database.end();
      await stopEmbedded(home);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
