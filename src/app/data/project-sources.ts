import { AppError } from "../../core/errors/app-error.ts";
import { httpSource } from "../../data/sources/declared/http-source.ts";
import { sqlSource } from "../../data/sources/declared/sql-source.ts";
import { listSourceFiles, readSourceFile, type SourceFile } from "../../data/sources/source-files.ts";
import { type SourceCatalogue, sourceCatalogue, unusableSource } from "../../data/sources/source-catalogue.ts";
import { BUILT_IN_SOURCES } from "../../data/sources/source-registry.ts";
import type { Source } from "../../data/sources/source.ts";
import { queryRows } from "../../store/prices/query-rows.ts";
import type { ProjectContext } from "../project-context.ts";

/** The sources of a project as its folder has them whenever they are asked for: a service lives longer than a file. */
export function projectSources(context: Pick<ProjectContext, "home">): SourceCatalogue {
  return sourceCatalogue(() => listAll(context));
}

async function listAll({ home }: Pick<ProjectContext, "home">): Promise<readonly Source[]> {
  const files = await listSourceFiles(home);
  const own = await Promise.all(files.map(sourceOf));
  return [...BUILT_IN_SOURCES, ...own.map((source, index) => unlessTaken(source, own.slice(0, index)))];
}

async function sourceOf(file: SourceFile): Promise<Source> {
  const read = await readSourceFile(file);
  if ("problem" in read) return unusableSource(read.name, read.problem);
  const { declared } = read;
  return declared.kind === "http" ? httpSource(declared) : sqlSource(declared, queryRows);
}

/** Prices of two sources under one name would be one series. */
function unlessTaken(source: Source, before: readonly Source[]): Source {
  const twin = [...BUILT_IN_SOURCES, ...before].find(({ name }) => name === source.name);
  if (twin === undefined) return source;
  const why = new AppError("SOURCE_INVALID", `There are two sources named "${source.name}"`, {
    hint: "Rename the file in sources/: names of sources are unique, those that Nightgrid brings included.",
  });
  return unusableSource(`${source.name} (sources/)`, why);
}
