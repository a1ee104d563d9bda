import { type Command, Option } from "commander";
import { TABLE_FORMATS } from "../../contract/tables/table-formats.ts";
import type { ExportOptions } from "../actions/export-run.ts";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid export [run]` */
export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description(
      "write a run into a folder of plain files: what it was, its cells, its log, and all files that it made",
    )
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("-o, --output <folder>", "a folder that is not there yet (default: run_<id>)")
    .addOption(new Option("--format <format>", "of the tables of cells").choices(TABLE_FORMATS).default("csv"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid export", "the last run, as run_<id> in this folder"],
        ["nightgrid export nightly_sp500 -o /srv/reports/today --format parquet", "the last night, for a notebook"],
      ),
    )
    .action(async (name: string, options: ExportOptions) =>
      (await import("../actions/export-run.ts")).exportRun(name, options, commandContext(options)),
    );
}
