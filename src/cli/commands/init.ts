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
    .action(async (folder: string) => {
      const { output, cwd, env } = commandContext({});
      const { scaffold } = await import("../project/scaffold.ts");
      const { created, kept } = await scaffold(folder, cwd);
      for (const file of created) output.print(`created  ${file}`);
      for (const file of kept) output.print(`kept     ${file}`);
      const { typedCommand, typedWord } = await import("../terminal/typed-command.ts");
      const enter = folder === "." ? "" : `cd ${typedWord(folder)} && `;
      output.print(`\nNext: ${enter}${typedCommand(env)} run dags/my_first_grid.yaml`);
    });
}
