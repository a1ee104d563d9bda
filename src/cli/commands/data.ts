import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { addPriceCommands } from "./prices.ts";

interface Json {
  readonly json?: boolean;
}

/** `nightgrid data check|versions|diff`, and what `addPriceCommands` adds */
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
    .action(async (file: string, options: Json) =>
      (await import("../actions/data.ts")).checkDataFile(file, commandContext(options)),
    );
  data
    .command("versions")
    .description("list what a dataset was and since when that is known; without one, the last version of each")
    .argument("[dataset]", "as data versions has it: a name of the catalogue, files of a DAG, source:<name>")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid data versions sp500", "and what changed with each"],
        ["nightgrid run dags/nightly_sp500.yaml --as-of 2026-03-01", "read the version of that day"],
      ),
    )
    .action(async (dataset: string | undefined, options: Json) =>
      (await import("../actions/data-versions.ts")).listDataVersions(dataset, commandContext(options)),
    );
  data
    .command("diff")
    .description("which symbols, rows and fields are not the same in two versions")
    .argument("<before>", "a version, such as sp500@11")
    .argument("<after>", "another one; of the same dataset its number is enough")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid data diff sp500@11 12", "what version 12 has changed"]))
    .action(async (before: string, after: string, options: Json) =>
      (await import("../actions/data-versions.ts")).diffDataVersions([before, after], commandContext(options)),
    );
}
