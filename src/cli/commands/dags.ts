import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

/** `nightgrid dags` */
export function addDagsCommand(program: Command): void {
  program
    .command("dags")
    .description("list the DAG files of the project: cells, schedule, next run; bad ones with their first error")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid dags", "what is in dags/, and when it runs next"]))
    .action(async (options) => listDags(commandContext(options)));
}

async function listDags(context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
  const { dagFolder, listDagFiles, loadDagFiles } = await import("../../app/dags/dag-folder.ts");
  const { dagJson } = await import("../../contract/json/dags-json.ts");
  const { textTable } = await import("../../core/text/text-table.ts");
  const loaded = await loadDagFiles(await listDagFiles(home), context);
  const now = new Date();
  const entries = loaded.map((dag) => dagJson(dag, { cwd, now }));
  output.json("dags", { dags: entries });
  if (entries.length === 0) {
    output.print(`There are no DAG files in ${dagFolder(home)}. Make some with: nightgrid init`);
    return;
  }
  const rows = entries.map((dag) => [
    dag.id ?? "–",
    dag.state,
    dag.cells === null ? "" : String(dag.cells),
    dag.schedule ?? "",
    dag.next_run ?? "",
    dag.error ?? dag.file,
  ]);
  const lines = textTable([["dag", "state", "cells", "schedule", "next run", "file"], ...rows], {
    leftColumns: [0, 1, 3, 4, 5],
  });
  for (const [i, line] of lines.entries())
    output.print(entries[i - 1]?.state === "error" ? output.colors.red(line) : line);
}
