import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { addWorkerOptions, type WorkerOptions } from "../options/worker-options.ts";

/** `nightgrid up` */
export function addUpCommand(program: Command): void {
  const command = program
    .command("up")
    .description("run database, scheduler and worker until Ctrl-C; finishes what it has begun");
  addWorkerOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid up", "everything on one machine"],
        ["DATABASE_URL=postgres://… nightgrid up", "with a Postgres of your own"],
      ),
    )
    .action(async (options: WorkerOptions) => (await import("../actions/up.ts")).up(options, commandContext({})));
}
