import type { Command } from "commander";
import { examples } from "../command-context.ts";
import { writeOut } from "../terminal/output.ts";

/** `nightgrid schema` */
export function addSchemaCommand(program: Command): void {
  program
    .command("schema")
    .description("print the JSON Schema of DAG files, for editors")
    .addHelpText(
      "after",
      examples(["nightgrid schema > dag.schema.json", "# yaml-language-server: $schema=dag.schema.json"]),
    )
    .action(async () => {
      const { dagSchemaText } = await import("../../factory/schema/dag-schema-text.ts");
      await writeOut(dagSchemaText());
    });
}
