import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { formerTime } from "./former-state.ts";

export interface ResultFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: string;
}

const MOST_FILES = 10_000;

/** The files in the folder of a run, by name: no folders, no links, nothing that is hidden. Empty where there is none here. */
export async function resultFiles(folder: string): Promise<readonly ResultFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  const files = await Promise.all(
    names
      .sort()
      .slice(0, MOST_FILES)
      .map((name) => fileIn(folder, name)),
  );
  return files.filter((file) => file !== null);
}

async function fileIn(folder: string, name: string): Promise<ResultFile | null> {
  const stats = await lstat(path.join(folder, name)).catch(() => null);
  return stats === null ? null : { name, size: stats.size, modified: formerTime(stats.mtime) };
}
