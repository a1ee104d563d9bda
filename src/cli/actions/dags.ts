import { dagFolder, listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import { dagJson } from "../../contract/json/dags-json.ts";
import { textTable } from "../../core/text/text-table.ts";
import type { CommandContext } from "../command-context.ts";

export async function listDags(context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
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
