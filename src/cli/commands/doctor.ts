import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid doctor` */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("check what Nightgrid needs: Node, disk, database, data, DAG files, channels")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid doctor", "each check with its outcome, and what to do"]))
    .action(async (options) => {
      const context = commandContext(options);
      const { output } = context;
      const { examine } = await import("../doctor/examine.ts");
      const { EXIT } = await import("../../contract/exit-codes.ts");
      const findings = await examine(context);
      const isWell = findings.every(({ state }) => state !== "bad");
      output.json("doctor", { well: isWell, checks: findings });
      const marks = { good: output.colors.green("✓"), note: output.colors.yellow("–"), bad: output.colors.red("✗") };
      for (const { name, state, text } of findings) output.print(`${marks[state]} ${name.padEnd(10)} ${text}`);
      if (!isWell) process.exitCode = EXIT.environment;
    });
}
