import type { IngestDeps } from "../../runs/ingest/ingest-deps.ts";
import type { Project } from "../project.ts";
import { projectSources } from "./project-sources.ts";

/** What fetching prices needs, of a project. */
export function ingestDeps(project: Pick<Project, "deps" | "env" | "home">): IngestDeps {
  const { deps, env } = project;
  const { database, clock } = deps;
  return { database, clock, sources: projectSources(project), env, random: Math.random };
}
