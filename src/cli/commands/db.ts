import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

/** `nightgrid db status|start|stop|url` */
export function addDbCommand(program: Command): void {
  const db = program.command("db").description("the database: look, start, stop, print its address");
  db.addHelpText(
    "after",
    examples(
      ["nightgrid db status", "is it running, and where"],
      ["nightgrid db start", "keep the embedded Postgres up until `db stop`"],
      ['psql "$(nightgrid db url)"', "look inside"],
    ),
  );
  db.command("status")
    .description("say whether the database runs, and where")
    .option("--json", "one JSON document")
    .action(async (options) => showStatus(commandContext(options)));
  db.command("start")
    .description("start the embedded Postgres, bring it up to date and keep it up")
    .action(async () => start(commandContext({})));
  db.command("stop")
    .description("stop the embedded Postgres, whoever uses it")
    .action(async () => stop(commandContext({})));
  db.command("url")
    .description("print a URL for psql; starts the embedded Postgres when it is down")
    .action(async () => printUrl(commandContext({})));
}

async function showStatus({ home, env, output }: CommandContext): Promise<void> {
  const status = await databaseStatus(home, env);
  output.json(status);
  for (const [name, value] of Object.entries(status)) output.print(`${name.padEnd(10)} ${value ?? "–"}`);
}

async function databaseStatus(
  home: string,
  env: CommandContext["env"],
): Promise<Readonly<Record<string, string | number | boolean | undefined>>> {
  const own = env["DATABASE_URL"];
  if (own) {
    const { maskDatabaseUrl } = await import("../../store/connection/database-url.ts");
    const { connect } = await import("../../store/connection/connect.ts");
    const pool = await connect({ url: own });
    const { rows } = await pool.query<{ version: string }>("select version()");
    await pool.end();
    return { kind: "own", state: "running", url: maskDatabaseUrl(own), version: rows[0]?.version };
  }
  const { statusEmbedded } = await import("../../store/embedded/status-embedded.ts");
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

async function start({ home, env, output }: CommandContext): Promise<void> {
  const { openDatabase } = await import("../../store/connection/open-database.ts");
  if (!env["DATABASE_URL"]) {
    const { startEmbedded } = await import("../../store/embedded/start-embedded.ts");
    const pinned = await startEmbedded({ home, isPinned: true });
    pinned.release();
  }
  const { migrateQueue } = await import("../../worker/migrate-queue.ts");
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

async function stop({ home, env, output }: CommandContext): Promise<void> {
  if (env["DATABASE_URL"]) {
    output.print("DATABASE_URL is set: that database is not ours to stop.");
    return;
  }
  const { stopEmbedded } = await import("../../store/embedded/status-embedded.ts");
  output.print(
    (await stopEmbedded(home)) ? "The embedded Postgres has stopped." : "The embedded Postgres was not running.",
  );
}

async function printUrl({ home, env, output }: CommandContext): Promise<void> {
  const own = env["DATABASE_URL"];
  if (own) {
    output.print(own);
    return;
  }
  const { startEmbedded } = await import("../../store/embedded/start-embedded.ts");
  const database = await startEmbedded({ home, lingerMs: 60_000 });
  output.print(database.url);
  database.release();
}
