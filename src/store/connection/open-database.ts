import type { Pool } from "pg";
import { connect, type ConnectOptions } from "./connect.ts";
import { startEmbedded } from "../embedded/start-embedded.ts";
import { migrate } from "./migrate.ts";

export interface OpenDatabaseOptions extends Omit<ConnectOptions, "url"> {
  /** The project's folder. */
  readonly home: string;
  /** `DATABASE_URL` in it comes before the embedded database. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface OpenDatabase {
  readonly url: string;
  readonly pool: Pool;
  readonly isEmbedded: boolean;
  /** Ends the pool, and lets go of the embedded server, which stops a little after its last user. */
  close(): Promise<void>;
}

/**
 * The project's database, up, reachable and migrated.
 *
 * @throws AppError DB_START_FAILED, DB_UNREACHABLE, MIGRATION_CHANGED
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { home, env, ...connectOptions } = options;
  const own = env["DATABASE_URL"];
  const embedded = own ? null : await startEmbedded({ home });
  const url = own ? own : (embedded?.url ?? "");
  try {
    const pool = await connect({ ...connectOptions, url });
    try {
      await migrate(pool, connectOptions);
      return { url, pool, isEmbedded: embedded !== null, close: () => pool.end().then(() => embedded?.release()) };
    } catch (error) {
      await pool.end();
      throw error;
    }
  } catch (error) {
    embedded?.release();
    throw error;
  }
}
