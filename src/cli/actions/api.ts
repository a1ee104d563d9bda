import { openDagFolder } from "../../app/dags/open-dag-folder.ts";
import type { ListenOptions } from "../../app/service/service-settings.ts";
import type { CommandContext } from "../command-context.ts";
import type { CommandPorts } from "../command-ports.ts";
import { untilInterrupted } from "../interrupts/until-interrupted.ts";
import { openCommandProject } from "../project/open-project.ts";

/** `nightgrid api` */
export async function serve(listen: ListenOptions, context: CommandContext, { serveApi }: CommandPorts): Promise<void> {
  const interrupted = untilInterrupted();
  await using project = await openCommandProject(context, "serve", "info");
  const { log } = project.deps;
  const dags = openDagFolder(context);
  const api = await serveApi({ project, context, readDags: () => dags.read(), listen });
  log.info(`The API is up: ${api.url}. Ctrl-C to stop.`);
  if (api.link !== null) context.output.print(linkText(api.link));
  try {
    log.info(`${await interrupted.first}: the API stops.`);
  } finally {
    await api.close();
  }
}

/** What whoever has just started a fresh service opens. */
export function linkText(link: string): string {
  return `\nOpen ${link}\nIt lets you in once, within 15 minutes.\n`;
}
