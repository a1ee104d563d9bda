import { existsSync } from "node:fs";
import path from "node:path";

/**
 * How this program can be called, so that what is printed to type next can be typed: `npx nightgrid` where npm has
 * called it, or the shell would not find it (`./node_modules/.bin/nightgrid`).
 */
export function typedCommand(env: Readonly<Record<string, string | undefined>>): string {
  const folders = env["PATH"]?.split(path.delimiter);
  const isOnPath = folders?.some((folder) => existsSync(path.join(folder, "nightgrid"))) ?? true;
  return env["npm_command"] === undefined && isOnPath ? "nightgrid" : "npx nightgrid";
}
