import type { SourceCatalogue } from "../../data/sources/source-catalogue.ts";
import type { IngestDeps } from "../../runs/ingest/ingest-deps.ts";
import type { Project } from "../project.ts";
import { projectSources } from "./project-sources.ts";

/** The sources of an open project. */
export function sourcesOf({ home, userCode }: Pick<Project, "home" | "userCode">): SourceCatalogue {
  return projectSources({ home, userCode: () => Promise.resolve(userCode) });
}

/** What fetching prices needs, of a project. */
export function ingestDeps(project: Pick<Project, "deps" | "env" | "home" | "userCode">): IngestDeps {
  const { deps, env } = project;
  const { database, clock } = deps;
  return { database, clock, sources: sourcesOf(project), env, random: Math.random };
}
