import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid init [folder]` */
export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("start a project: a DAG, a strategy and a callback of your own")
    .argument("[folder]", "the project's folder; made when there is none", ".")
    .option("--python", "the strategy in Python, with type stubs for editors")
    .addHelpText(
      "after",
      examples(
        ["nightgrid init my-project", "a new folder; in an old one, files that exist are kept"],
        ["nightgrid init --python my-project", "a strategy in numpy"],
      ),
    )
    .action(async (folder: string, options: { readonly python?: true }) =>
      (await import("../actions/init.ts")).init(folder, options.python === true, commandContext({})),
    );
}
