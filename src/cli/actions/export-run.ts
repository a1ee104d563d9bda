import { existsSync } from "node:fs";
import path from "node:path";
import type { TableFormat } from "../../contract/tables/table-formats.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { summarizeRun } from "../../runs/query/run-summary.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { whileHeld } from "../../store/retention/hold-run.ts";
import type { CommandContext } from "../command-context.ts";
import { type ExportedFiles, writeExport } from "../export/write-export.ts";
import { stopOnInterrupt } from "../interrupts/stop-on-interrupt.ts";
import { openCommandProject } from "../project/open-project.ts";

const CELLS_SHOWN = 5;

export interface ExportOptions {
  readonly output?: string;
  readonly format: TableFormat;
  readonly json?: boolean;
}

/** `nightgrid export [run]` */
export function exportRun(name: string, options: ExportOptions, context: CommandContext): Promise<void> {
  return stopOnInterrupt((signal) => exportUntil(signal, { name, options }, context));
}

async function exportUntil(
  signal: AbortSignal,
  { name, options: { output, format } }: { readonly name: string; readonly options: ExportOptions },
  context: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "look");
  const { deps, patience } = project;
  const summary = await retryUntilConnected(
    async () => summarizeRun(deps, await findRun(deps.database, name), CELLS_SHOWN),
    patience,
  );
  const { id } = summary.details.run;
  const folder = path.resolve(context.cwd, output ?? `run_${id}`);
  if (existsSync(folder)) {
    throw new AppError("USAGE", `${folder} is there already.`, { hint: "Name another folder: -o <folder>." });
  }
  const write = () => writeExport(folder, { summary, format, signal }, project);
  tell(await whileHeld(deps.database, id, write), { id, folder }, context);
}

function tell(
  { files, missing }: ExportedFiles,
  { id, folder }: { readonly id: string; readonly folder: string },
  { output }: CommandContext,
): void {
  output.json("exported_run", { run_id: id, folder, files, missing });
  for (const gap of missing) {
    const text = `warning: ${printableLine(gap.name)} is gone, and left out: ${printableLine(gap.reason)}`;
    output.note(output.noteColors.yellow(text));
  }
  output.print(`Exported run ${id} to ${folder}`);
  const rows = files.map(({ name, bytes }) => [name, bytes.toLocaleString("en-US")]);
  for (const line of textTable([["file", "bytes"], ...rows], { leftColumns: [0] })) output.print(line);
}
