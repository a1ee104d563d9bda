import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid doctor` */
export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("check what Nightgrid needs: Node, disk, database, data, DAG files, Python, channels")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid doctor", "each check with its outcome, and what to do"]))
    .action(async (options) => (await import("../actions/doctor.ts")).doctor(commandContext(options)));
}
