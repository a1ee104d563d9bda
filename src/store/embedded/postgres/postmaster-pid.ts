import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly isReady: boolean;
}

/** Null when there is none, or the file is still being written. */
export function readPostmaster(cluster: string): Postmaster | null {
  try {
    const lines = readFileSync(pidFile(cluster), "utf8").split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0
      ? { pid, socketFolder: lines[4] ?? "", isReady: lines[7]?.trim() === "ready" }
      : null;
  } catch {
    return null;
  }
}

/** The server of this cluster, if it lives: a process of that number that is a Postgres on this very folder. */
export function findLivePostmaster(cluster: string): Postmaster | null {
  const postmaster = readPostmaster(cluster);
  return postmaster !== null && isAlive(postmaster.pid) && isPostgresOn(postmaster.pid, cluster) ? postmaster : null;
}

/**
 * After a crash the number in the file may belong to a stranger by now (in a
 * container it usually does), and Postgres would refuse to start. The file is
 * kept, with a number that no process has: deleting it would also switch off
 * Postgres' check that no orphan of the old server still writes.
 */
export function disownStalePid(cluster: string): void {
  const file = pidFile(cluster);
  if (!existsSync(file) || findLivePostmaster(cluster) !== null) return;
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [IMPOSSIBLE_PID, ...rest].join("\n"));
}

/** Above every system's limit (4,194,304 on Linux, 99,998 on macOS). */
const IMPOSSIBLE_PID = "999999999";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function isPostgresOn(pid: number, cluster: string): boolean {
  return commandLineOf(pid).includes(`/postgres -D ${cluster} `);
}

function commandLineOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

function pidFile(cluster: string): string {
  return path.join(cluster, "postmaster.pid");
}
