import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { buildUi } from "../../support/built-ui.ts";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const SHIPPED = path.join(ROOT, "dist/ui");
const SOURCES = ["ui", "src/analytics", "src/contract"];

/** Puts the pages where the service looks for them, built from today's sources. */
export async function ensureShippedUi(): Promise<void> {
  const changed = await Promise.all(SOURCES.map((name) => newestOf(path.join(ROOT, name))));
  if ((await changedAt(path.join(SHIPPED, "index.html"))) > Math.max(...changed)) return;
  await using built = await buildUi();
  // Complete before it has its name: another test may be about to serve it.
  const coming = `${SHIPPED}-${randomUUID()}`;
  const going = `${SHIPPED}-${randomUUID()}`;
  await mkdir(path.dirname(SHIPPED), { recursive: true });
  await cp(built.folder, coming, { recursive: true });
  await rename(SHIPPED, going).catch(ignoreAbsent);
  await rename(coming, SHIPPED).catch(async () => rm(coming, { recursive: true }));
  await rm(going, { recursive: true, force: true });
}

async function newestOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const times = await Promise.all(files.map((file) => changedAt(path.join(file.parentPath, file.name))));
  return Math.max(0, ...times);
}

/** Milliseconds since 1970; 0 for a file that is not there. */
async function changedAt(file: string): Promise<number> {
  const found = await stat(file).catch(ignoreAbsent);
  return found?.mtimeMs ?? 0;
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
