import type { DatabaseJson } from "../../contract/schemas/upkeep-schema.ts";
import { connect } from "../../store/connection/connect.ts";
import { maskDatabaseUrl } from "../../store/connection/database-url.ts";
import { openDatabase } from "../../store/connection/open-database.ts";
import { startEmbedded } from "../../store/embedded/start-embedded.ts";
import { statusEmbedded, stopEmbedded } from "../../store/embedded/status-embedded.ts";
import { migrateQueue } from "../../worker/migrate-queue.ts";
import type { CommandContext } from "../command-context.ts";

export async function showStatus({ home, env, output }: CommandContext): Promise<void> {
  const status = await databaseStatus(home, env);
  output.json("database", status);
  for (const [name, value] of Object.entries(status)) output.print(`${name.padEnd(10)} ${value ?? "–"}`);
}

async function databaseStatus(home: string, env: CommandContext["env"]): Promise<DatabaseJson> {
  const own = env["DATABASE_URL"];
  if (own) {
    const pool = await connect({ url: own });
    const { rows } = await pool.query<{ version: string }>("select version()");
    await pool.end();
    return { kind: "own", state: "running", url: maskDatabaseUrl(own), ...rows[0] };
  }
  const status = await statusEmbedded(home);
  switch (status.state) {
    case "running":
      return {
        kind: "embedded",
        state: status.state,
        url: status.url,
        pid: status.serverPid,
        pinned: status.isPinned,
        users: status.holders.length,
      };
    case "unsupervised":
      return { kind: "embedded", state: status.state, pid: status.serverPid };
    case "stopped":
      return { kind: "embedded", state: status.state };
  }
}

export async function start({ home, env, output }: CommandContext): Promise<void> {
  if (!env["DATABASE_URL"]) {
    const pinned = await startEmbedded({ home, isPinned: true });
    pinned.release();
  }
  const database = await openDatabase({ home, env, isWriter: true });
  try {
    await migrateQueue(database.pool);
  } finally {
    await database.close();
  }
  output.print(
    env["DATABASE_URL"]
      ? "The database of DATABASE_URL is up to date."
      : `The embedded Postgres is up: ${database.url}`,
  );
}

export async function stop({ home, env, output }: CommandContext): Promise<void> {
  if (env["DATABASE_URL"]) {
    output.print("DATABASE_URL is set: that database is not ours to stop.");
    return;
  }
  output.print(
    (await stopEmbedded(home)) ? "The embedded Postgres has stopped." : "The embedded Postgres was not running.",
  );
}

export async function printUrl({ home, env, output }: CommandContext): Promise<void> {
  const own = env["DATABASE_URL"];
  if (own) {
    output.print(own);
    return;
  }
  const database = await startEmbedded({ home, lingerMs: 60_000 });
  output.print(database.url);
  database.release();
}
