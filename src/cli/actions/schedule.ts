import path from "node:path";
import { listDagFiles, loadDagFiles } from "../../app/dags/dag-folder.ts";
import type { Project } from "../../app/project.ts";
import { scheduleViewJson } from "../../contract/json/schedules-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { printableLine } from "../../core/text/printable.ts";
import {
  listNewSchedules,
  listSchedules,
  type ScheduleRequest,
  type ScheduleView,
} from "../../runs/query/list-schedules.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { openCommandProject } from "../project/open-project.ts";
import { scheduleViewLines } from "../views/schedule/schedule-view.ts";

export interface ScheduleOptions {
  readonly limit: number;
  readonly next?: number;
  readonly json?: boolean;
}

export async function showSchedules(
  name: string | null,
  options: ScheduleOptions,
  context: CommandContext,
): Promise<void> {
  const { limit, next: nextLimit = name === null ? 3 : 10 } = options;
  await using project = await openCommandProject(context, "look");
  const read = () => readSchedules(name, { nextLimit, pastLimit: limit === 0 ? null : limit }, project, context);
  const schedules = await retryUntilConnected(read, project.patience);
  context.output.json("schedules", { schedules: schedules.map(scheduleViewJson) });
  if (schedules.length === 0) {
    context.output.print("No DAG of dags/ has a schedule, and none is kept. docs/scheduling.md says how to write one.");
  }
  for (const [index, schedule] of schedules.entries()) {
    if (index > 0) context.output.print("");
    for (const line of scheduleViewLines(schedule, context.output.colors)) context.output.print(line);
  }
}

function warnOfBroken(file: string, { output, cwd }: CommandContext): void {
  const name = printableLine(path.relative(cwd, file));
  const text = `warning: ${name} has errors: if it has a schedule, it is that of its last good version. \`nightgrid validate\` names them.`;
  output.note(output.noteColors.yellow(text));
}

type Limits = Pick<ScheduleRequest, "nextLimit" | "pastLimit">;

/** Those that a scheduler keeps, and those of files that none has taken up yet. */
async function readSchedules(
  name: string | null,
  limits: Limits,
  { deps: { database } }: Project,
  context: CommandContext,
): Promise<readonly ScheduleView[]> {
  if (name === null) {
    const files = await loadDagFiles(await listDagFiles(context.home), context);
    for (const { spec, file } of files) if (spec === null) warnOfBroken(file, context);
    const specs = files.flatMap(({ spec }) => spec ?? []);
    const kept = await listSchedules(database, { dagId: null, ...limits });
    return [...kept, ...(await listNewSchedules(database, specs, limits.nextLimit))];
  }
  try {
    return await listSchedules(database, { dagId: name, ...limits });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "DAG_NOT_FOUND") throw error;
    const { spec } = await loadDagFile(name, context);
    const found = await listNewSchedules(database, [spec], limits.nextLimit);
    return found.length > 0 || spec.schedule === null ? found : listSchedules(database, { dagId: spec.id, ...limits });
  }
}
