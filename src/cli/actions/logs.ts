import { suggestName } from "../../core/text/suggest-name.ts";
import { logLineJson } from "../../contract/json/log-line-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { LOG_LEVELS, type LogLevel } from "../../core/log.ts";
import { printableJson } from "../../core/text/printable.ts";
import { followLog } from "../../runs/query/follow-log.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { readLogRemoval } from "../../store/retention/removed-runs.ts";
import { type LogRow, tailLog } from "../../store/logs.ts";
import type { CommandContext } from "../command-context.ts";
import { cellLog } from "../logs/cell-log.ts";
import { openCommandProject } from "../project/open-project.ts";
import { logText } from "../terminal/console-logger.ts";
import { writeOut } from "../terminal/output.ts";

export interface LogsOptions {
  readonly follow?: boolean;
  readonly lines: number;
  readonly level?: string;
  readonly task?: string;
  readonly json?: boolean;
  readonly cell?: number;
  readonly backtest?: string;
}

export async function logs(name: string, options: LogsOptions, context: CommandContext): Promise<void> {
  const isWanted = lineFilter(options);
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, project.patience);
  const run = await again(() => findRun(database, name));
  if (options.cell !== undefined) return await cellLog(run, { ...options, cell: options.cell }, { project, context });
  const text = (line: LogRow) =>
    options.json === true
      ? printableJson(JSON.stringify(logLineJson(line)))
      : logText({ ...line, message: withTask(line) }, context.output.colors);
  if (options.follow === true) {
    for await (const page of followLog(database, run, { tail: options.lines, patience: project.patience })) {
      for (const line of page.filter(isWanted)) await writeOut(`${text(line)}\n`);
    }
    return;
  }
  const found = await again(() => tailLog(database, run, options.lines));
  const removedAt = found.length > 0 ? null : await again(() => readLogRemoval(database, run));
  if (removedAt !== null) {
    const day = removedAt.toISOString().slice(0, 10);
    context.output.note(
      `The log was removed on ${day}, as retention says; \`nightgrid rerun ${run}\` writes a new one.`,
    );
  }
  const lines = found.filter(isWanted);
  context.output.json("logs", { run_id: run, lines: lines.map(logLineJson) });
  for (const line of lines) context.output.print(text(line));
}

function lineFilter({ level, task }: LogsOptions): (line: LogRow) => boolean {
  const least = level === undefined ? 0 : LOG_LEVELS.indexOf(level as LogLevel);
  if (least < 0) {
    throw new AppError("USAGE", `There is no log level "${level ?? ""}".`, {
      hint: suggestName(level ?? "", LOG_LEVELS),
    });
  }
  return (line) => LOG_LEVELS.indexOf(line.level) >= least && (task === undefined || line.task === task);
}

function withTask(line: LogRow): string {
  return line.task === null ? line.message : `${line.task}: ${line.message}`;
}
