import { lstat, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { staleRooms } from "../../files/sql/stale-rooms.ts";
import { listRemovedRuns } from "../../store/retention/removed-runs.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { folderOfRun, runsWithFolder } from "./run-folders.ts";
import { desertedAside, entrySize } from "./set-aside.ts";
import type { CollectedKind } from "./tally.ts";
import type { Waste } from "./waste.ts";

/** Begins the names of files that are being written, in all folders below `.nightgrid`. */
const UNFINISHED = /^\.(unfinished-)?[0-9a-f]{12,16}$/;
/** Code of earlier runs is put there again when somebody asks for it. */
const CODE_UNUSED_MS = 7 * DAY_MS;

interface LeftoverDeps {
  readonly database: Connection;
  readonly home: string;
  readonly now: Date;
}

/**
 * What is left on this host of processes that are dead, of runs that another host has removed, and code of earlier runs that
 * nobody has used for a week.
 */
export async function* findLeftovers({ database, home, now }: LeftoverDeps): AsyncGenerator<Waste> {
  for (const entry of await desertedAside(home, now)) yield await wasteAt(entry, "leftovers");
  for (const room of await staleRooms()) yield await wasteAt(room, "leftovers");
  const own = path.join(home, ".nightgrid");
  for (const folder of ["chunks", "snapshots", "code", "cache"]) {
    for (const entry of await olderIn(path.join(own, folder), now.getTime() - DAY_MS)) {
      if (UNFINISHED.test(path.basename(entry))) yield await wasteAt(entry, "leftovers");
    }
  }
  for (const entry of await olderIn(path.join(own, "code"), now.getTime() - CODE_UNUSED_MS)) {
    if (!UNFINISHED.test(path.basename(entry))) yield await wasteAt(entry, "code");
  }
  const here = [...(await runsWithFolder(home)).keys()];
  for (const id of await listRemovedRuns(database, here)) yield await wasteAt(folderOfRun(home, id), "leftovers");
}

async function wasteAt(entry: string, kind: CollectedKind): Promise<Waste> {
  const { files, bytes } = await entrySize(entry);
  return {
    kind,
    what: entry,
    count: kind === "code" ? 1 : Math.max(1, files),
    bytes,
    remove: () => rm(entry, { recursive: true, force: true }),
  };
}

/** Entries of a folder that were changed before a moment, in milliseconds since 1970. */
async function olderIn(folder: string, before: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const entry = path.join(folder, name);
    const changedMs = (await lstat(entry).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (changedMs < before) found.push(entry);
  }
  return found;
}
