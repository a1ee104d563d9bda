import { suggestName } from "../../core/text/suggest-name.ts";
import type { Command } from "commander";
import { AppError } from "../../core/errors/app-error.ts";
import { RUN_STATES, type RunState } from "../../core/names/states.ts";
import type { Project } from "../../app/project.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface RunsOptions {
  readonly dag?: string;
  readonly state?: string;
  readonly limit: string;
  readonly slots?: boolean;
  readonly json?: boolean;
}

/** What the users of other systems call the same state. */
const STATE_ALIASES: Readonly<Record<string, RunState>> = {
  completed: "succeeded",
  success: "succeeded",
  pending: "queued",
  canceled: "cancelled",
};

/** `nightgrid runs` */
export function addRunsCommand(program: Command): void {
  program
    .command("runs")
    .description("list runs, the latest first")
    .option("--dag <id>", "only of this DAG")
    .option("--state <state>", `only in this state: ${RUN_STATES.join(", ")}`)
    .option("--limit <n>", "how many; 0 for all", "20")
    .option("--slots", "slots of the schedules instead, also skipped and missed ones, with their reasons")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      examples(
        ["nightgrid runs --state failed", "what went wrong lately"],
        ["nightgrid runs --dag nightly_sp500", "one DAG's history"],
        ["nightgrid runs --slots", "what became of each slot, and why"],
      ),
    )
    .action(async (options: RunsOptions) => listRuns(options, commandContext(options)));
}

async function listRuns(options: RunsOptions, context: CommandContext): Promise<void> {
  const { wholeNumber } = await import("../options/whole-number.ts");
  const limit = wholeNumber("--limit", options.limit);
  const state = options.state === undefined ? null : runState(options.state);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { listRuns: list } = await import("../../store/run/list-runs.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { runJson } = await import("../views/run-json.ts");
  const { runTable } = await import("../views/run-table.ts");
  await using project = await openCommandProject(context, "look");
  if (options.slots === true) {
    if (state !== null) throw new AppError("USAGE", "--slots and --state do not go together.");
    return await showSlots({ dagId: options.dag ?? null, limit: limit === 0 ? null : limit }, project, context);
  }
  const filter = { dagId: options.dag ?? null, state, limit: limit === 0 ? null : limit, offset: 0 };
  const runs = await retryUntilConnected(() => list(project.deps.database, filter), project.patience);
  context.output.json({ runs: runs.map(runJson) });
  const lines = runs.length === 0 ? ["No runs yet. Start one with: nightgrid run dags/<file>.yaml"] : runTable(runs);
  for (const line of lines) context.output.print(line);
}

async function showSlots(
  filter: { readonly dagId: string | null; readonly limit: number | null },
  project: Project,
  { output }: CommandContext,
): Promise<void> {
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { listSlots } = await import("../../store/run/ticks.ts");
  const { slotJson, slotTable } = await import("../views/schedule/slot-view.ts");
  const slots = await retryUntilConnected(() => listSlots(project.deps.database, filter), project.patience);
  output.json({ slots: slots.map(slotJson) });
  const lines = slots.length === 0 ? ["No slot was due yet. `nightgrid schedule` says what comes."] : slotTable(slots);
  for (const line of lines) output.print(line);
}

function runState(text: string): RunState {
  const state = STATE_ALIASES[text] ?? RUN_STATES.find((known) => known === text);
  if (state !== undefined) return state;
  throw new AppError("USAGE", `There is no run state "${text}".`, { hint: suggestName(text, RUN_STATES) });
}
