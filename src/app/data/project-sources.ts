import { AppError } from "../../core/errors/app-error.ts";
import { exchangeOf, findCcxt } from "../../data/sources/own/ccxt/find-ccxt.ts";
import { httpSource } from "../../data/sources/declared/http-source.ts";
import { sqlSource } from "../../data/sources/declared/sql-source.ts";
import { listSourceFiles, readSourceFile, type SourceFile } from "../../data/sources/source-files.ts";
import {
  listedSource,
  type ListedSource,
  type SourceCatalogue,
  sourceCatalogue,
  unusableSource,
} from "../../data/sources/source-catalogue.ts";
import { BUILT_IN_SOURCES } from "../../data/sources/source-registry.ts";
import type { Source } from "../../data/sources/source.ts";
import { queryRows } from "../../store/prices/query-rows.ts";
import type { ProjectContext } from "../project-context.ts";

type Place = Pick<ProjectContext, "home" | "userCode">;

/** The sources of a project as its folder has them whenever they are asked for: a service lives longer than a file. */
export function projectSources(place: Place): SourceCatalogue {
  return sourceCatalogue(
    () => listProjectSources(place),
    async (name) => {
      const exchange = exchangeOf(name);
      if (exchange === null) return null;
      return (await place.userCode()).sources.open(name, findCcxt(exchange, place.home));
    },
  );
}

/** By name, without running code of users. */
export async function listProjectSources(place: Place): Promise<readonly ListedSource[]> {
  const files = await listSourceFiles(place.home);
  const own = await Promise.all(files.map((file) => listedFile(file, place)));
  const builtIn = BUILT_IN_SOURCES.map(listedSource);
  return [...builtIn, ...own.map((source, index) => unlessTaken(source, [...builtIn, ...own.slice(0, index)]))];
}

async function listedFile(file: SourceFile, { userCode }: Place): Promise<ListedSource> {
  const { name } = file;
  if (file.kind === "code") {
    const open = async (): Promise<Source> =>
      (await userCode()).sources.open(name, { kind: "module", path: file.path });
    return { name, open: () => open().catch((error: unknown) => unusable(name, error)) };
  }
  const read = await readSourceFile(file);
  if ("problem" in read) return listedSource(unusableSource(read.name, read.problem));
  const { declared } = read;
  return listedSource(declared.kind === "http" ? httpSource(declared) : sqlSource(declared, queryRows));
}

function unusable(name: string, error: unknown): Source {
  if (error instanceof AppError) return unusableSource(name, error);
  throw error;
}

/** Prices of two sources under one name would be one series. */
function unlessTaken(source: ListedSource, before: readonly ListedSource[]): ListedSource {
  if (!before.some(({ name }) => name === source.name)) return source;
  const why = new AppError("SOURCE_INVALID", `There are two sources named "${source.name}"`, {
    hint: "Rename the file in sources/: names of sources are unique, those that Nightgrid brings included.",
  });
  return listedSource(unusableSource(`${source.name} (sources/)`, why));
}
