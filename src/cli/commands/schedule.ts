import type { Command } from "commander";
import type { ScheduleView } from "../../runs/query/list-schedules.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface ScheduleOptions {
  readonly limit: string;
  readonly next: string;
  readonly json?: boolean;
}

/** `nightgrid schedule [dag]` */
export function addScheduleCommand(program: Command): void {
  program
    .command("schedule")
    .description("show the next slots of every schedule, and what became of the past ones and why")
    .argument("[dag]", "a DAG id (default: every DAG that a scheduler has taken up)")
    .option("--next <n>", "how many slots to come", "3")
    .option("--limit <n>", "how many past slots of each DAG; 0 for all", "10")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid schedule", "what comes, and what was started, skipped or missed"],
        ["nightgrid schedule nightly_sp500 --limit 0", "every slot there was"],
      ),
    )
    .action(async (dag: string | undefined, options: ScheduleOptions) =>
      showSchedules(dag ?? null, options, commandContext(options)),
    );
}

async function showSchedules(dagId: string | null, options: ScheduleOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const limit = wholeNumber("--limit", options.limit);
  const nextLimit = wholeNumber("--next", options.next);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { listSchedules } = await import("../../runs/query/list-schedules.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  await using project = await openCommandProject(context, "look");
  const request = { dagId, nextLimit, pastLimit: limit === 0 ? null : limit };
  const read = () => listSchedules(project.deps.database, request);
  const schedules = await retryUntilConnected(read, project.patience);
  const { slotJson } = await import("../views/slot-view.ts");
  context.output.json({
    schedules: schedules.map(({ dagId: dag, state, schedule, next, past }) => ({
      dag,
      state,
      cron: schedule.cron,
      timezone: schedule.timezone,
      missed: schedule.missed,
      overlap: schedule.overlap,
      next,
      past: past.map(slotJson),
    })),
  });
  if (schedules.length === 0) context.output.print("No schedule is kept yet. Start `nightgrid up`, which reads dags/.");
  for (const [index, schedule] of schedules.entries()) {
    if (index > 0) context.output.print("");
    for (const line of await linesOf(schedule, context)) context.output.print(line);
  }
}

async function linesOf(
  { dagId, state, schedule, next, past }: ScheduleView,
  { output }: CommandContext,
): Promise<readonly string[]> {
  const { slotTable, slotTime } = await import("../views/slot-view.ts");
  const mark = state === "ok" ? "" : output.colors.red(` (${STATES[state]})`);
  const { cron, timezone, missed, overlap } = schedule;
  const coming = next.length === 0 ? "never" : next.map(slotTime).join(", ");
  return [
    `${output.colors.bold(dagId)}${mark}  ${cron} ${timezone}, missed: ${missed}, overlap: ${overlap}`,
    `next  ${coming}`,
    ...(past.length === 0 ? ["No slot was due yet."] : slotTable(past)),
  ];
}

const STATES = {
  ok: "",
  error: "the file is broken; its last good version keeps this schedule",
  removed: "the file is gone",
} as const;
