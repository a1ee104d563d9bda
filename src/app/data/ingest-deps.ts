import { BUILT_IN_SOURCES } from "../../data/sources/source-registry.ts";
import type { IngestDeps } from "../../runs/ingest/ingest-deps.ts";
import type { Project } from "../project.ts";

/** What fetching prices needs, of a project. */
export function ingestDeps({ deps, env }: Pick<Project, "deps" | "env">): IngestDeps {
  return { database: deps.database, clock: deps.clock, sources: BUILT_IN_SOURCES, env, random: Math.random };
}
