import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

/** `nightgrid cancel <run>` */
export function addCancelCommand(program: Command): void {
  program
    .command("cancel")
    .description("stop a run: nothing new starts, what is computing ends")
    .argument("<run>", "a run id, a DAG id (its last run), or last")
    .option("--json", "one JSON document")
    .addHelpText("after", examples(["nightgrid cancel last", "the run that was started last"]))
    .action(async (name: string, options) => cancel(name, commandContext(options)));
}

async function cancel(name: string, context: CommandContext): Promise<void> {
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { stopRun } = await import("../../runs/end/stop-run.ts");
  await using project = await openCommandProject(context, "work");
  const again = <T>(work: () => Promise<T>) => retryUntilConnected(work, project.patience);
  const id = await again(() => findRun(project.deps.database, name));
  const isStopping = await again(() =>
    stopRun(project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" }),
  );
  context.output.json("cancelled_run", { run_id: id, cancelled: isStopping });
  context.output.print(
    isStopping ? `Run ${id} is being cancelled.` : `Run ${id} had ended, or is being stopped, already.`,
  );
  const { listLiveWorkers } = await import("../../store/workers.ts");
  const isAlone = (await again(() => listLiveWorkers(project.deps.database))).length === 0;
  if (isStopping && isAlone) context.output.note("No worker is up: the next one will write down its end.");
}
