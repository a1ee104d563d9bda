import { suggestName } from "../../core/text/suggest-name.ts";
import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { LOG_LEVELS, type LogLevel } from "../../core/log.ts";
import { printableJson } from "../../core/text/printable.ts";
import type { LogRow } from "../../store/logs.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { writeOut } from "../terminal/output.ts";

interface LogsOptions {
  readonly follow?: boolean;
  readonly lines: string;
  readonly level?: string;
  readonly task?: string;
  readonly json?: boolean;
}

/** `nightgrid logs [run]` */
export function addLogsCommand(program: Command): void {
  program
    .command("logs")
    .description("print what a run and its tasks have logged")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("-f, --follow", "go on until the run has ended")
    .option("-n, --lines <n>", "how many of the last lines", "200")
    .option("--level <level>", `at least this level: ${LOG_LEVELS.join(", ")}`)
    .option("--task <key>", "only of this task, such as after.rank")
    .option("--json", "one JSON document; with -f one per line")
    .addHelpText(
      "after",
      examples(
        ["nightgrid logs", "of the last run"],
        ["nightgrid logs nightly_sp500 -f", "as it goes on"],
        ["nightgrid logs --level warn", "only what somebody should look at"],
      ),
    )
    .action(async (name: string, options: LogsOptions) => logs(name, options, commandContext(options)));
}

async function logs(name: string, options: LogsOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const tail = wholeNumber("--lines", options.lines);
  const isWanted = lineFilter(options);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun } = await import("../../runs/query/show-run.ts");
  const { followLog } = await import("../../runs/query/follow-log.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { tailLog } = await import("../../store/logs.ts");
  const { logText } = await import("../terminal/console-logger.ts");
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const again = <T>(read: () => Promise<T>) => retryUntilConnected(read, project.patience);
  const run = await again(() => findRun(database, name));
  const text = (line: LogRow) =>
    options.json === true
      ? printableJson(JSON.stringify(line))
      : logText({ ...line, message: withTask(line) }, context.output.colors);
  if (options.follow === true) {
    for await (const page of followLog(database, run, { tail, patience: project.patience })) {
      for (const line of page.filter(isWanted)) await writeOut(`${text(line)}\n`);
    }
    return;
  }
  const lines = (await again(() => tailLog(database, run, tail))).filter(isWanted);
  context.output.json({ run_id: run, lines });
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
