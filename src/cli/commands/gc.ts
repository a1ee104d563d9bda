import type { Command } from "commander";
import type { GcOptions } from "../actions/gc.ts";
import { commandContext, examples } from "../command-context.ts";
import { addActOptions } from "../options/act-options.ts";

/** `nightgrid gc` */
export function addGcCommand(program: Command): void {
  const command = program
    .command("gc")
    .description("remove what `retention` says is due, and what nobody needs any more: data, code, leftovers")
    .option("--dry-run", "only list what would go, by kind and DAG")
    .option("--json", "print one document for programs");
  addActOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid gc --dry-run", "what would go, and how large it is"],
        ["nightgrid gc", "and away with it; a scheduler does so once a day"],
      ),
    )
    .action(async (options: GcOptions & { json?: boolean }) =>
      (await import("../actions/gc.ts")).gc(options, commandContext(options)),
    );
}
