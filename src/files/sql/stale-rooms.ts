import { readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Names of temporary folders begin so; the process that made one follows. */
export const ROOM_PREFIX = "nightgrid-query-";
export const REPLAY_PREFIX = "nightgrid-replay-";
const OWNED = new RegExp(`^(?:${ROOM_PREFIX}|${REPLAY_PREFIX})(\\d+)-\\w+$`);

/** Folders in the temporary one that processes of this host left which were killed. */
export async function staleRooms(folder = os.tmpdir()): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => {
      const pid = OWNED.exec(name)?.[1];
      return pid !== undefined && !isAlive(Number(pid));
    })
    .map((name) => path.join(folder, name));
}

/** What belongs to somebody else stays. */
export async function removeStaleRooms(): Promise<void> {
  for (const room of await staleRooms()) await rm(room, { recursive: true, force: true }).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
