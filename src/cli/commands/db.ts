import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

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
    .action(async (options) => (await import("../actions/db.ts")).showStatus(commandContext(options)));
  db.command("start")
    .description("start the embedded Postgres, bring it up to date and keep it up")
    .action(async () => (await import("../actions/db.ts")).start(commandContext({})));
  db.command("stop")
    .description("stop the embedded Postgres, whoever uses it")
    .action(async () => (await import("../actions/db.ts")).stop(commandContext({})));
  db.command("url")
    .description("print a URL for psql; starts the embedded Postgres when it is down")
    .action(async () => (await import("../actions/db.ts")).printUrl(commandContext({})));
}
