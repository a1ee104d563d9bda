import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { realPathInside } from "../../../files/real-path-inside.ts";

export interface FoundScript {
  /** From the folder of scripts, with `/`. */
  readonly name: string;
  /** Absolute, without links. */
  readonly file: string;
}

/**
 * A script by the name that a client gives: from the folder of scripts, or with its name before it, as `scripts/mine.py`.
 * Whatever leads out of the folder is as little there as what is not there.
 *
 * @param folder absolute
 * @throws AppError SCRIPT_NOT_FOUND
 */
export async function findScript(given: string, folder: string): Promise<FoundScript> {
  const written = given.replaceAll("\\", "/");
  const prefix = `${path.basename(folder)}/`;
  const names = [written, ...(written.startsWith(prefix) ? [written.slice(prefix.length)] : [])];
  for (const name of names) {
    const file = await regularFileIn(folder, name);
    if (file !== null) return { name: path.relative(await realpath(folder), file).replaceAll("\\", "/"), file };
  }
  throw new AppError("SCRIPT_NOT_FOUND", `Script not found: ${printableLine(given)}`, {
    hint: `Name a file of the folder ${path.basename(folder)}/ of the project, such as my_backtest.py.`,
  });
}

async function regularFileIn(folder: string, name: string): Promise<string | null> {
  if (name === "" || name.includes("\0") || path.posix.isAbsolute(name) || path.win32.isAbsolute(name)) return null;
  const file = await realPathInside(folder, path.join(folder, name)).catch(() => null);
  return file !== null && (await lstat(file)).isFile() ? file : null;
}
