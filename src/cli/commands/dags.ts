import path from "node:path";
import type { Command } from "commander";
import type { LoadedDag } from "../../factory/check-dag.ts";
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

interface DagEntry {
  readonly file: string;
  readonly id: string | null;
  readonly state: "ok" | "error";
  readonly tags: readonly string[];
  readonly cells: number | null;
  /** As people read it. */
  readonly schedule: string | null;
  readonly cron: string | null;
  readonly calendar: string | null;
  readonly at: string | null;
  readonly timezone: string | null;
  readonly next_run: string | null;
  readonly error: string | null;
}

async function listDags(context: CommandContext): Promise<void> {
  const { output, home, cwd } = context;
  const { dagFolder, listDagFiles, loadDagFiles } = await import("../../app/dags/dag-folder.ts");
  const { textTable } = await import("../../core/text/text-table.ts");
  const loaded = await loadDagFiles(await listDagFiles(home), context);
  const entries = await Promise.all(loaded.map((dag) => entryOf(dag, cwd)));
  output.json({ dags: entries });
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

async function entryOf({ file, spec, diagnostics }: LoadedDag, cwd: string): Promise<DagEntry> {
  const { nextSlot } = await import("../../runs/schedule/due-slots.ts");
  const { openGrid } = await import("../../factory/grid/open-grid.ts");
  const schedule = spec?.schedule ?? null;
  const { scheduleJson, scheduleText } = await import("../views/schedule/schedule-text.ts");
  const keys = schedule === null ? null : scheduleJson(schedule);
  const first = diagnostics.find(({ severity }) => severity === "error");
  return {
    file: path.relative(cwd, file),
    id: spec?.id ?? null,
    state: spec === null ? "error" : "ok",
    tags: spec?.tags ?? [],
    cells:
      spec === null ? null : spec.backtests.reduce((sum, { grid, params }) => sum + openGrid(grid, params).count, 0),
    schedule: schedule === null ? null : scheduleText(schedule),
    cron: keys?.cron ?? null,
    calendar: keys?.calendar ?? null,
    at: keys?.at ?? null,
    timezone: keys?.timezone ?? null,
    next_run: schedule === null ? null : (nextSlot(schedule, new Date())?.toISOString() ?? null),
    error: spec === null ? `${path.relative(cwd, file)}:${first?.line ?? 1}: ${first?.message ?? "invalid"}` : null,
  };
}
