import type { Command } from "commander";
import { commandContext, examples, type CommandContext } from "../command-context.ts";
import { addWorkerOptions, logLevelOf, slotsOf, type WorkerOptions } from "../options/worker-options.ts";

/** `nightgrid up` */
export function addUpCommand(program: Command): void {
  const command = program
    .command("up")
    .description("run database, scheduler and worker until Ctrl-C; finishes what it has begun");
  addWorkerOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid up", "everything on one machine"],
        ["DATABASE_URL=postgres://… nightgrid up", "with a Postgres of your own"],
      ),
    )
    .action(async (options: WorkerOptions) => up(options, commandContext({})));
}

async function up(options: WorkerOptions, context: CommandContext): Promise<void> {
  const { untilInterrupted } = await import("../interrupts/until-interrupted.ts");
  const interrupted = untilInterrupted();
  const slots = slotsOf(options);
  const { openCommandProject } = await import("../project/open-project.ts");
  const { startProjectWorker } = await import("../../app/project-worker.ts");
  const { startScheduler } = await import("../../worker/start-scheduler.ts");
  const { createDagChangeLog } = await import("../dag-change-log.ts");
  const { dagFolder } = await import("../../app/dags/dag-folder.ts");
  const { openDagFolder } = await import("../../app/dags/open-dag-folder.ts");
  await using project = await openCommandProject(context, "work", logLevelOf(options));
  const { log } = project.deps;
  const tell = createDagChangeLog(log, () => project.deps.clock.now());
  const folder = dagFolder(context.home);
  const dags = openDagFolder(context);
  await using worker = await startProjectWorker(project, slots);
  // What it cannot finish is given back at once, and nobody is blamed for it.
  interrupted.beforeLeaving(() => worker.leave(0));
  await using scheduler = await startScheduler({
    deps: project.deps,
    folder,
    dags: {
      ...dags,
      read: async () => {
        const loaded = await dags.read();
        tell(loaded);
        return loaded;
      },
    },
  });
  log.info(`nightgrid is up: worker ${worker.id}, DAGs of ${folder}. Ctrl-C to stop.`);
  const signal = await interrupted.first;
  log.info(`${signal}: finishing what has begun; once more to leave at once.`);
  await scheduler.stop();
  await worker.drain();
  log.info("nightgrid is down.");
}
