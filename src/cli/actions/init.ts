import path from "node:path";
import { printableLine } from "../../core/text/printable.ts";
import type { CommandContext } from "../command-context.ts";
import { scaffold } from "../project/scaffold.ts";
import { typedWord } from "../../core/text/typed-word.ts";
import { typedCommand } from "../terminal/typed-command.ts";

const MAKE_PYTHON = "python3 -m venv .venv && .venv/bin/python -m pip install numpy && ";

/** @param isPython the strategy is to be written in Python */
export async function init(folder: string, isPython: boolean, { output, cwd, env }: CommandContext): Promise<void> {
  const { created, kept } = await scaffold(folder, { cwd, starter: isPython ? "init-python" : "init" });
  for (const file of created) output.print(`created  ${file}`);
  for (const file of kept) output.print(`kept     ${file}`);
  const named = env["NIGHTGRID_HOME"];
  if (named !== undefined && named !== "" && path.resolve(cwd, named) !== path.resolve(cwd, folder)) {
    const text = `warning: NIGHTGRID_HOME is ${printableLine(named)}: all other commands work there, and not in this project. Unset it, or set it to this folder.`;
    output.note(output.noteColors.yellow(text));
  }
  const enter = folder === "." ? "" : `cd ${typedWord(folder)} && `;
  output.print(`\nNext: ${enter}${isPython ? MAKE_PYTHON : ""}${typedCommand(env)} run dags/my_first_grid.yaml`);
}
