import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid init [folder]` */
export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("start a project: a DAG, a strategy and a callback of your own")
    .argument("[folder]", "the project's folder; made when there is none", ".")
    .addHelpText(
      "after",
      examples(["nightgrid init my-project", "a new folder; in an old one, files that exist are kept"]),
    )
    .action(async (folder: string) => (await import("../actions/init.ts")).init(folder, commandContext({})));
}
