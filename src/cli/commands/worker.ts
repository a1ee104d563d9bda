import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

interface WorkerOptions {
  readonly slots?: string;
  readonly verbose?: boolean;
}

/** `nightgrid worker` */
export function addWorkerCommand(program: Command): void {
  program
    .command("worker")
    .description("compute for the runs of this database until Ctrl-C; start as many as you like, on any host")
    .option("--slots <n>", "ranges computed at the same time (default: one per processor)")
    .option("--verbose", "also log what matters only when something is wrong")
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
  const { slotsOption } = await import("../options/slots-option.ts");
  const slots = slotsOption(options.slots);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { startProjectWorker } = await import("../compose/start-project-worker.ts");
  await using project = await openCommandProject(context, options.verbose === true ? "debug" : "info");
  const { log } = project.deps;
  await using worker = await startProjectWorker(project, slots);
  log.info(`Worker ${worker.id} takes work. Ctrl-C to stop.`);
  const signal = await interrupted;
  log.info(`${signal}: finishing what has begun; once more to leave at once.`);
  await worker.drain();
  log.info("The worker has stopped.");
}
