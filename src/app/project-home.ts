import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The project's folder, which holds `.nightgrid/`, `dags/` and `results/`:
 * NIGHTGRID_HOME, else the nearest folder from `cwd` upwards that has `.nightgrid` or `dags`, else `cwd`.
 */
export function resolveHome(cwd: string, env: Readonly<Record<string, string | undefined>>): string {
  const named = env["NIGHTGRID_HOME"];
  if (named !== undefined && named !== "") return path.resolve(cwd, named);
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".nightgrid")) || existsSync(path.join(folder, "dags"))) return folder;
    if (path.dirname(folder) === folder) return cwd;
  }
}
