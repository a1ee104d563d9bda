import type { Command } from "commander";
import { examples } from "../command-context.ts";

/** `nightgrid schema` */
export function addSchemaCommand(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of DAG files, for editors")
    .addHelpText(
      "after",
      examples(["nightgrid schema > dag.schema.json", "# yaml-language-server: $schema=dag.schema.json"]),
    )
    .action(async () => (await import("../actions/schema.ts")).schema());
}
