import { EXIT } from "../../contract/exit-codes.ts";
import type { CommandContext } from "../command-context.ts";
import { examine } from "../doctor/examine.ts";

export async function doctor(context: CommandContext): Promise<void> {
  const { output } = context;
  const results = await examine(context);
  const isWell = results.every(({ state }) => state !== "bad");
  output.json("doctor", { well: isWell, checks: results });
  const marks = { good: output.colors.green("✓"), note: output.colors.yellow("–"), bad: output.colors.red("✗") };
  for (const { name, state, text } of results) output.print(`${marks[state]} ${name.padEnd(10)} ${text}`);
  if (!isWell) process.exitCode = EXIT.environment;
}
