import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid init [folder]` */
export function addInitCommand(program: Command): void {
  program
    .command("init")
    .description("make a folder with a DAG, a strategy and a callback to start from")
    .argument("[folder]", "where; made when absent", ".")
    .addHelpText("after", examples(["nightgrid init my-project", "files that exist are left as they are"]))
    .action(async (folder: string) => {
      const { output, cwd } = commandContext({});
      const { scaffold } = await import("../scaffold.ts");
      const { created, kept } = await scaffold(folder, cwd);
      for (const file of created) output.print(`created  ${file}`);
      for (const file of kept) output.print(`kept     ${file}`);
      const enter = folder === "." ? "" : `cd ${folder} && `;
      output.print(`\nNext: ${enter}npx nightgrid run dags/my_first_grid.yaml`);
    });
}
