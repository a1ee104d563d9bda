import type { Project } from "../../app/project.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { printable } from "../../core/text/printable.ts";
import { currentLog, followFile, lastLines } from "../../executors/script/follow-file.ts";
import { cellFiles } from "../../runs/files/cell-files.ts";
import { showRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { readRun } from "../../store/run/runs.ts";
import type { CommandContext } from "../command-context.ts";
import { writeOut } from "../terminal/output.ts";

export interface CellLogOptions {
  readonly cell: number;
  /** Absent: the first. */
  readonly backtest?: string;
  readonly lines: number;
  readonly follow?: boolean;
}

/** Prints what a script wrote while it computed one cell; with `follow`, what it writes until the cell has ended. */
export async function cellLog(
  runId: RunId,
  { cell, backtest, lines, follow = false }: CellLogOptions,
  { project, context }: { readonly project: Project; readonly context: CommandContext },
): Promise<void> {
  const { deps, patience, secrets } = project;
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, patience);
  const { spec } = await again(() => showRun(deps.database, runId));
  const files = await again(() => cellFiles({ id: runId, spec }, { backtest: backtest ?? null, cell }, deps));
  const text = (line: string): string => printable(secrets.mask(line));
  const isOver = async (): Promise<boolean> =>
    (await again(() => readRun(deps.database, files.runId)))?.finishedAt != null;
  if (follow) {
    for await (const line of followFile(files.folder, { tail: lines, isOver })) await writeOut(`${text(line)}\n`);
    return;
  }
  const log = await currentLog(files.folder);
  if (log === null) {
    throw new AppError("FILE_NOT_FOUND", `Cell ${cell} has no log on this host: ${files.folder}`, {
      hint: "It was not begun yet, its folder was removed, or another host computed it.",
    });
  }
  const found = (await lastLines(log, lines)).map(text);
  context.output.json("cell_log", { run_id: files.runId, cell, file: log, lines: found });
  for (const line of found) context.output.print(line);
}
