import { realpath } from "node:fs/promises";
import path from "node:path";
import { fileError } from "./read-regular-file.ts";

/**
 * Where a file really lies, when that is inside a folder; null when it is outside, be it by `..` or by a link on the way.
 * The folder itself counts as inside, and may be reached through links too.
 *
 * @param root absolute; a folder that does not exist has nothing inside
 * @param file absolute
 * @throws AppError FILE_NOT_FOUND, FILE_UNREADABLE when the file itself cannot be reached
 */
export async function realPathInside(root: string, file: string): Promise<string | null> {
  const [folder, real] = await Promise.all([realpath(root).catch(() => null), realPathOf(file)]);
  return folder !== null && isInside(folder, real) ? real : null;
}

function isInside(root: string, file: string): boolean {
  const way = path.relative(root, file);
  return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

async function realPathOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    throw fileError(file, error);
  }
}
