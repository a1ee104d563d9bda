import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { addPriceCommands } from "./prices.ts";

/** `nightgrid data check <file>`, and what `addPriceCommands` adds */
export function addDataCommand(program: Command): void {
  const data = program.command("data").description("prices: of files, and of sources over the wire");
  addPriceCommands(data);
  data
    .command("check")
    .description("how a file can be read, what is wrong with it, and the data block for a DAG file")
    .argument("<file>", "CSV, JSON or Parquet; .gz and .zip are unpacked")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(["nightgrid data check prices/dax.csv", "exit code 3 when it cannot be read, or in several ways"]),
    )
    .action(async (file: string, options: { readonly json?: boolean }) =>
      (await import("../actions/data.ts")).checkDataFile(file, commandContext(options)),
    );
}
