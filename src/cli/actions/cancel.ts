import { stopRun } from "../../runs/end/stop-run.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";

export async function cancel(name: string, context: CommandContext): Promise<void> {
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
  const isAlone = (await again(() => listLiveWorkers(project.deps.database))).length === 0;
  if (isStopping && isAlone) context.output.note("No worker is up: the next one will write down its end.");
}
