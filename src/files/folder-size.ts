import { lstat, readdir } from "node:fs/promises";
import path from "node:path";

export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** Of all that lies in a folder and below; links are not followed. What goes while it is looked at, or is not there, counts as nothing. */
export async function folderSize(folder: string): Promise<FolderSize> {
  const open = [folder];
  let [files, bytes] = [0, 0];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inside = next;
    const entries = await readdir(inside, { withFileTypes: true }).catch(() => []);
    open.push(...entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(inside, name)));
    for (const { name } of entries.filter((entry) => entry.isFile())) {
      const found = await lstat(path.join(inside, name)).catch(() => null);
      if (found === null) continue;
      files += 1;
      bytes += found.size;
    }
  }
  return { files, bytes };
}
