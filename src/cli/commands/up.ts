import type { Command } from "commander";
import type { UpOptions } from "../actions/up.ts";
import { commandContext, examples } from "../command-context.ts";
import type { CommandPorts } from "../command-ports.ts";
import { addListenOptions } from "../options/listen-options.ts";
import { addWorkerOptions } from "../options/worker-options.ts";

/** `nightgrid up` */
export function addUpCommand(program: Command, ports: CommandPorts): void {
  const command = program
    .command("up")
    .description("run database, scheduler, worker, API and web pages until Ctrl-C; finishes what it has begun");
  addListenOptions(addWorkerOptions(command))
    .addHelpText(
      "after",
      examples(
        ["nightgrid up", "everything on one machine"],
        ["nightgrid up --port 8080", "its pages at http://127.0.0.1:8080"],
        ["DATABASE_URL=postgres://… nightgrid up", "with a Postgres of your own"],
      ),
    )
    .action(async (options: UpOptions) => (await import("../actions/up.ts")).up(options, commandContext({}), ports));
}
