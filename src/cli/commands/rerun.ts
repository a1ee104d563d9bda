import { type Command, Option } from "commander";
import type { RerunOptions } from "../actions/rerun.ts";
import { commandContext, examples } from "../command-context.ts";
import { addBulkOptions } from "../options/bulk-options.ts";

/** `nightgrid rerun [run]` */
export function addRerunCommand(program: Command): void {
  const command = program
    .command("rerun")
    .description("make a new run of a run that has ended, for the same logical date and with the same overrides")
    .argument("[run]", "a run id, a DAG id (its last run), or last")
    .addOption(
      new Option("--with <which>", "pinned: the DAG version, data and code of that run; latest: those of today")
        .choices(["pinned", "latest"])
        .default("pinned"),
    );
  addBulkOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid rerun last", "the same again; refused when its code is another one by now"],
        ["nightgrid rerun last --with latest", "the file, the data and the code of today, for the same date"],
        ["nightgrid rerun --dag nightly_sp500 --since 7d --with latest", "a week of nights"],
      ),
    )
    .action(async (name: string | undefined, options: RerunOptions) =>
      (await import("../actions/rerun.ts")).rerun(name, options, commandContext(options)),
    );
}
