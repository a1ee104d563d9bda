import { statfs } from "node:fs/promises";
import { AppError } from "../../core/errors/app-error.ts";
import { PROBLEMS_BY_STATE } from "../problems/database-problems.ts";
import { embeddedPaths } from "./embedded-paths.ts";

/** Postgres needs a segment of its log (16 MB) to come up again. */
const LEAST_BYTES = 16 * 2 ** 20;

/** The reason why the embedded Postgres is away, when that is a full disk: it comes back only when somebody makes room. */
export async function fullDisk(home: string, freeBytes = freeBytesAt): Promise<AppError | null> {
  const { cluster } = embeddedPaths(home);
  const free = await freeBytes(cluster);
  if (free >= LEAST_BYTES) return null;
  const hint = PROBLEMS_BY_STATE["53100"]?.hint ?? "";
  const text = `The disk of the database is full: ${Math.round(free / 1024)} KiB are left for ${cluster}`;
  return new AppError("DISK_FULL", text, { hint });
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
