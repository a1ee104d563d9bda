import { dagFolder } from "../../app/dags/dag-folder.ts";
import { openDagFolder } from "../../app/dags/open-dag-folder.ts";
import { startProjectScheduler } from "../../app/project-scheduler.ts";
import { startProjectWorker } from "../../app/project-worker.ts";
import type { ListenOptions } from "../../app/service/service-settings.ts";
import type { CommandContext } from "../command-context.ts";
import type { CommandPorts } from "../command-ports.ts";
import { createDagChangeLog } from "../dag-change-log.ts";
import { DRAIN_MS } from "../interrupts/drain-ms.ts";
import { untilInterrupted } from "../interrupts/until-interrupted.ts";
import { linkText } from "./api.ts";
import { logLevelOf, type WorkerOptions } from "../options/worker-options.ts";
import { openCommandProject } from "../project/open-project.ts";

export interface UpOptions extends WorkerOptions, ListenOptions {}

export async function up(options: UpOptions, context: CommandContext, { serveApi }: CommandPorts): Promise<void> {
  const interrupted = untilInterrupted();
  await using project = await openCommandProject(context, "serve", logLevelOf(options));
  const { log } = project.deps;
  const tell = createDagChangeLog(log, () => project.deps.clock.now());
  const dags = openDagFolder(context);
  const listen = { host: options.host, port: options.port };
  const api = await serveApi({ project, context, readDags: () => dags.read(), listen });
  const worker = await startProjectWorker(project, options);
  // What it cannot finish is given back at once, and nobody is blamed for it.
  interrupted.beforeLeaving(() => worker.leave(0));
  const scheduler = await startProjectScheduler(project, { dags, onRead: tell });
  log.info(`nightgrid is up: ${api.url}, worker ${worker.id}, DAGs of ${dagFolder(context.home)}. Ctrl-C to stop.`);
  if (api.link !== null) context.output.print(linkText(api.link));
  try {
    const signal = await Promise.race([interrupted.first, worker.failed]);
    log.info(`${signal}: finishing what has begun; once more to leave at once.`);
  } finally {
    await api.close();
    await scheduler.stop();
    await worker.leave(DRAIN_MS);
  }
  log.info("nightgrid is down.");
}
