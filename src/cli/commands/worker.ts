import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { addWorkerOptions, type WorkerOptions } from "../options/worker-options.ts";

/** `nightgrid worker` */
export function addWorkerCommand(program: Command): void {
  const command = program
    .command("worker")
    .description("compute for the runs of this database until Ctrl-C; start as many as you like, on any host");
  addWorkerOptions(command)
    .addHelpText(
      "after",
      examples(
        ["DATABASE_URL=postgres://db/quant nightgrid worker", "on another host"],
        ["nightgrid worker --slots 1", "leave a core free"],
      ),
    )
    .action(async (options: WorkerOptions) => (await import("../actions/worker.ts")).work(options, commandContext({})));
}
