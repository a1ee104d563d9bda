import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { addWorkerOptions, logLevelOf, slotsOf, type WorkerOptions } from "../options/worker-options.ts";

/** `nightgrid worker` */
export function addWorkerCommand(program: Command): void {
  const command = program
    .command("worker")
    .description("compute for the runs of this database until Ctrl-C; start as many as you like, on any host");
  addWorkerOptions(command)
    .addHelpText(
      "after",
      examples(
        ["DATABASE_URL=postgres://db/quant nightgrid worker", "on another host"],
        ["nightgrid worker --slots 1", "leave a core free"],
      ),
    )
    .action(async (options: WorkerOptions) => work(options, commandContext({})));
}

async function work(options: WorkerOptions, context: CommandContext): Promise<void> {
  const { untilInterrupted } = await import("../interrupts/until-interrupted.ts");
  const interrupted = untilInterrupted();
  const slots = slotsOf(options);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { startProjectWorker } = await import("../../app/project-worker.ts");
  await using project = await openCommandProject(context, "work", logLevelOf(options));
  const { log } = project.deps;
  await using worker = await startProjectWorker(project, slots);
  // What it cannot finish is given back at once, and nobody is blamed for it.
  interrupted.beforeLeaving(() => worker.leave(0));
  log.info(`Worker ${worker.id} takes work. Ctrl-C to stop.`);
  const signal = await interrupted.first;
  log.info(`${signal}: finishing what has begun; once more to leave at once.`);
  await worker.drain();
  log.info("The worker has stopped.");
}
