import type { Command } from "commander";
import type { StorageOptions } from "../actions/storage.ts";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid storage` */
export function addStorageCommand(program: Command): void {
  program
    .command("storage")
    .description("what runs take by DAG and kind, and the database, the folders of this host and the depot")
    .option("--no-depot", "leave the depot alone: looking through it asks once for a thousand objects")
    .option("--json", "print one document for programs")
    .addHelpText(
      "after",
      examples(["nightgrid storage", "what takes the room"], ["nightgrid gc --dry-run", "what of it would go"]),
    )
    .action(async (options: StorageOptions & { json?: boolean }) =>
      (await import("../actions/storage.ts")).showStorage(options, commandContext(options)),
    );
}
