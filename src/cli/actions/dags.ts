import { dagFolder, listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import { dagJson } from "../../contract/json/dags-json.ts";
import { textTable } from "../../core/text/text-table.ts";
import { printableLine } from "../../core/text/printable.ts";
import { pauseText } from "../../runs/schedule/dag-pause.ts";
import type { CommandContext } from "../command-context.ts";
import { knownPauses } from "../project/known-pauses.ts";

export async function listDags(context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
  const loaded = await loadDagFiles(await listDagFiles(home), context);
  const now = new Date();
  const { pauses, problem } = await knownPauses(context);
  const entries = loaded.map((dag) => dagJson(dag, { cwd, now, pauses: pauses ?? new Map() }));
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
    dag.paused === null ? (dag.next_run ?? "") : printableLine(pausedText(dag.paused)),
    dag.error ?? dag.file,
  ]);
  const lines = textTable([["dag", "state", "cells", "schedule", "next run", "file"], ...rows], {
    leftColumns: [0, 1, 3, 4, 5],
  });
  for (const [i, line] of lines.entries())
    output.print(entries[i - 1]?.state === "error" ? output.colors.red(line) : line);
  if (problem !== null) output.print(`Which of them are paused is not known: ${problem}`);
}

function pausedText({ by, reason }: { readonly by: string; readonly reason: string | null }): string {
  return pauseText({ pausedBy: by, pausedBecause: reason });
}
