import type { CommandContext } from "../command-context.ts";
import { scaffold } from "../project/scaffold.ts";
import { typedCommand, typedWord } from "../terminal/typed-command.ts";

export async function init(folder: string, { output, cwd, env }: CommandContext): Promise<void> {
  const { created, kept } = await scaffold(folder, cwd);
  for (const file of created) output.print(`created  ${file}`);
  for (const file of kept) output.print(`kept     ${file}`);
  const enter = folder === "." ? "" : `cd ${typedWord(folder)} && `;
  output.print(`\nNext: ${enter}${typedCommand(env)} run dags/my_first_grid.yaml`);
}
