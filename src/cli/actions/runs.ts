import type { Project } from "../../app/project.ts";
import { listedRunJson } from "../../contract/json/run-json.ts";
import { slotJson } from "../../contract/json/schedules-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { listRuns as list } from "../../store/run/list-runs.ts";
import { listSlots } from "../../store/run/ticks.ts";
import type { CommandContext } from "../command-context.ts";
import { parseRunStatus } from "../../core/names/parse-run-status.ts";
import { openCommandProject } from "../project/open-project.ts";
import { runTable } from "../views/run-table.ts";
import { slotTable } from "../views/schedule/slot-view.ts";

export interface RunsOptions {
  readonly dag?: string;
  readonly state?: string;
  readonly limit: number;
  readonly slots?: boolean;
  readonly json?: boolean;
}

export async function listRuns(options: RunsOptions, context: CommandContext): Promise<void> {
  const limit = options.limit === 0 ? null : options.limit;
  const state = options.state === undefined ? null : parseRunStatus(options.state);
  await using project = await openCommandProject(context, "look");
  if (options.slots === true) {
    if (state !== null) throw new AppError("USAGE", "--slots and --state do not go together.");
    return await showSlots({ dagId: options.dag ?? null, limit }, project, context);
  }
  const filter = { dagId: options.dag ?? null, state, limit, offset: 0 };
  const runs = await retryUntilConnected(() => list(project.deps.database, filter), project.patience);
  context.output.json("runs", { runs: runs.map(listedRunJson) });
  const lines = runs.length === 0 ? ["No runs yet. Start one with: nightgrid run dags/<file>.yaml"] : runTable(runs);
  for (const line of lines) context.output.print(line);
}

async function showSlots(
  filter: { readonly dagId: string | null; readonly limit: number | null },
  project: Project,
  { output }: CommandContext,
): Promise<void> {
  const slots = await retryUntilConnected(() => listSlots(project.deps.database, filter), project.patience);
  output.json("slots", { slots: slots.map(slotJson) });
  const lines = slots.length === 0 ? ["No slot was due yet. `nightgrid schedule` says what comes."] : slotTable(slots);
  for (const line of lines) output.print(line);
}
