import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import type { Project } from "../../app/project.ts";
import type { ScheduleRequest, ScheduleView } from "../../runs/query/list-schedules.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface ScheduleOptions {
  readonly limit: string;
  readonly next?: string;
  readonly json?: boolean;
}

/** `nightgrid schedule [dag]` */
export function addScheduleCommand(program: Command): void {
  program
    .command("schedule")
    .description("show the next slots of every schedule, and what became of the past ones and why")
    .argument("[dag]", "a DAG id, or a DAG file (default: every DAG with a schedule)")
    .option("-n, --next <n>", "how many slots to come (default: 3, or 10 of one DAG)")
    .option("--limit <n>", "how many past slots of each DAG; 0 for all", "10")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid schedule", "what comes, and what was started, skipped or missed"],
        ["nightgrid schedule nightly_sp500 -n 10", "the next ten slots of one DAG, in local and UTC time"],
        ["nightgrid schedule nightly_sp500 --limit 0", "every slot there was"],
      ),
    )
    .action(async (dag: string | undefined, options: ScheduleOptions) =>
      showSchedules(dag ?? null, options, commandContext(options)),
    );
}

async function showSchedules(name: string | null, options: ScheduleOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const limit = wholeNumber("--limit", options.limit);
  const nextLimit = wholeNumber("--next", options.next ?? (name === null ? "3" : "10"));
  const { openCommandProject } = await import("../project/open-project.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  await using project = await openCommandProject(context, "look");
  const read = () => readSchedules(name, { nextLimit, pastLimit: limit === 0 ? null : limit }, project, context);
  const schedules = await retryUntilConnected(read, project.patience);
  const { scheduleViewJson, scheduleViewLines } = await import("../views/schedule/schedule-view.ts");
  context.output.json({ schedules: schedules.map(scheduleViewJson) });
  if (schedules.length === 0) {
    context.output.print("No DAG of dags/ has a schedule, and none is kept. docs/scheduling.md says how to write one.");
  }
  for (const [index, schedule] of schedules.entries()) {
    if (index > 0) context.output.print("");
    for (const line of scheduleViewLines(schedule, context.output.colors)) context.output.print(line);
  }
}

type Limits = Pick<ScheduleRequest, "nextLimit" | "pastLimit">;

/** Those that a scheduler keeps, and those of files that none has taken up yet. */
async function readSchedules(
  name: string | null,
  limits: Limits,
  { deps: { database } }: Project,
  context: CommandContext,
): Promise<readonly ScheduleView[]> {
  const { listNewSchedules, listSchedules } = await import("../../runs/query/list-schedules.ts");
  if (name === null) {
    const { listDagFiles, loadDagFiles } = await import("../../app/dags/dag-folder.ts");
    const specs = (await loadDagFiles(await listDagFiles(context.home), context)).flatMap(({ spec }) => spec ?? []);
    const kept = await listSchedules(database, { dagId: null, ...limits });
    return [...kept, ...(await listNewSchedules(database, specs, limits.nextLimit))];
  }
  try {
    return await listSchedules(database, { dagId: name, ...limits });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "DAG_NOT_FOUND") throw error;
    const { loadDagFile } = await import("../project/load-dag-file.ts");
    const { spec } = await loadDagFile(name, context);
    const found = await listNewSchedules(database, [spec], limits.nextLimit);
    return found.length > 0 || spec.schedule === null ? found : listSchedules(database, { dagId: spec.id, ...limits });
  }
}
