import type { LogLevel } from "../../core/log.ts";
import type { ProjectContext } from "../../app/project-context.ts";
import type { Project, ProjectPurpose } from "../../app/project.ts";

/** The project of a command, its log on stderr. Loads what it takes only now. */
export async function openCommandProject(
  context: ProjectContext,
  purpose: ProjectPurpose,
  level: LogLevel = "warn",
): Promise<Project> {
  const { openProject } = await import("../../app/project.ts");
  const { consoleLogger } = await import("../terminal/console-logger.ts");
  return openProject(context, purpose, (secrets) => consoleLogger({ level, mask: (text) => secrets.mask(text) }));
}
