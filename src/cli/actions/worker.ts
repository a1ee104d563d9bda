import { startProjectWorker } from "../../app/project-worker.ts";
import type { CommandContext } from "../command-context.ts";
import { DRAIN_MS } from "../interrupts/drain-ms.ts";
import { untilInterrupted } from "../interrupts/until-interrupted.ts";
import { logLevelOf, type WorkerOptions } from "../options/worker-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export async function work(options: WorkerOptions, context: CommandContext): Promise<void> {
  const interrupted = untilInterrupted();
  await using project = await openCommandProject(context, "serve", logLevelOf(options));
  const { log } = project.deps;
  const worker = await startProjectWorker(project, options);
  // What it cannot finish is given back at once, and nobody is blamed for it.
  interrupted.beforeLeaving(() => worker.leave(0));
  log.info(`Worker ${worker.id} takes work. Ctrl-C to stop.`);
  try {
    const signal = await Promise.race([interrupted.first, worker.failed]);
    log.info(`${signal}: finishing what has begun; once more to leave at once.`);
  } finally {
    await worker.leave(DRAIN_MS);
  }
  log.info("The worker has stopped.");
}
