import { lstat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../core/errors/app-error.ts";
import type { FactoryDeps } from "../factory/factory-deps.ts";
import { MAX_YAML_BYTES } from "../factory/yaml/parse-yaml.ts";
import { checkRegularFile } from "../files/read-regular-file.ts";
import { readTextFile } from "../files/read-text-file.ts";
import { realPathInside } from "../files/real-path-inside.ts";
import { resolveHome } from "./project-home.ts";
import type { ProjectContext } from "./project-context.ts";

/** Folders outside of the project that its DAG files may read too, with `:` between them. */
export const ALLOWED_FOLDERS = "NIGHTGRID_ALLOWED_FOLDERS";

/**
 * How DAG files read the disk: regular files only, of the project, of their own folder and the project that it lies in,
 * or allowed.
 */
export function fileAccess({
  home,
  env,
}: Pick<ProjectContext, "home" | "env">): Pick<FactoryDeps, "readText" | "exists" | "checkFile"> {
  const allowed = (env[ALLOWED_FOLDERS] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder.trim() !== "")
    .map((folder) => path.resolve(home, folder));
  return {
    readText: (file) => readTextFile(file, { maxBytes: MAX_YAML_BYTES }),
    exists: (file) =>
      lstat(file).then(
        () => true,
        () => false,
      ),
    checkFile: async (file, dagFile) => {
      const roots = [home, ...ownFolders(dagFile), ...allowed];
      await checkRegularFile(file);
      if (!(await isReallyInside(roots, file))) throw outside(file, home);
    },
  };
}

/** The folder of a DAG file, and the project that it lies in; a whole file system is none. */
function ownFolders(dagFile: string): readonly string[] {
  const folder = path.dirname(dagFile);
  const project = resolveHome(folder, {});
  return path.dirname(project) === project ? [folder] : [folder, project];
}

async function isReallyInside(roots: readonly string[], file: string): Promise<boolean> {
  for (const root of roots) if ((await realPathInside(root, file)) !== null) return true;
  return false;
}

function outside(file: string, home: string): AppError {
  return new AppError(
    "FILE_OUTSIDE_PROJECT",
    `${file} lies outside of the project ${home}, or a link leads out of it`,
    {
      hint: `Move it into the project or beside the DAG file, or allow its folder: ${ALLOWED_FOLDERS}=/that/folder.`,
    },
  );
}
