import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import type { Binaries } from "./binaries.ts";
import { commandFor, type RunAs } from "./run-as.ts";
import { startFailure } from "./start-failure.ts";

const MAJOR_VERSION = "18";

/** The role that owns everything, and the database that we use. */
export const ROLE = "nightgrid";
export const DATABASE = "postgres";

export interface ClusterOptions {
  readonly cluster: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  /** False skips every fsync: for databases that tests throw away. */
  readonly isDurable: boolean;
}

/**
 * Makes the data directory unless it is there, in the right hands. It appears whole or
 * not at all: it is built under another name.
 *
 * @returns whether it was made now; then `flushCluster` is due
 * @throws AppError DB_START_FAILED
 */
export function prepareCluster(options: ClusterOptions): boolean {
  const { cluster, runAs } = options;
  removeUnfinished(cluster);
  const isNew = !existsSync(cluster);
  if (isNew) createCluster(options);
  if (statSync(cluster).uid !== runAs.owner.uid) handOver(cluster, runAs);
  checkVersion(cluster);
  return isNew;
}

/**
 * Makes a new cluster safe against loss of power, in the background: its thousand files take
 * as long to flush as everything else at the first start, and there is nothing in them yet.
 */
export function flushCluster({ cluster, binaries, runAs }: ClusterOptions): void {
  const [command, args] = commandFor(runAs, binaries.initdb, ["--sync-only", `--pgdata=${cluster}`]);
  const options = { ...runAs.spawn, cwd: "/", env: environment(binaries), stdio: "ignore" } as const;
  spawn(command, args, options).on("error", () => undefined);
}

function createCluster({ cluster, binaries, runAs }: ClusterOptions): void {
  const unfinished = `${cluster}.new-${process.pid}`;
  mkdirSync(unfinished, { mode: 0o700 });
  if (runAs.spawn.uid !== undefined || runAs.name === "capability") {
    chownSync(unfinished, runAs.owner.uid, runAs.owner.gid);
  }
  const [command, args] = commandFor(runAs, binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${ROLE}`,
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
    "--no-sync",
  ]);
  try {
    execFileSync(command, args, {
      ...runAs.spawn,
      cwd: "/",
      env: environment(binaries),
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    removeUnfinished(cluster);
    throw startFailure({
      message: `The database folder ${cluster} could not be made`,
      output: stderrOf(error),
      hint: "May this user write there?",
      cause: error,
    });
  }
  renameSync(unfinished, cluster);
}

function removeUnfinished(cluster: string): void {
  const prefix = `${path.basename(cluster)}.new-`;
  for (const name of readdirSync(path.dirname(cluster)).filter((found) => found.startsWith(prefix))) {
    rmSync(path.join(path.dirname(cluster), name), { recursive: true, force: true });
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(path.join(cluster, "PG_VERSION"), "utf8").trim();
  if (version === MAJOR_VERSION) return;
  throw new AppError("DB_START_FAILED", `${cluster} was made by Postgres ${version}, and this is ${MAJOR_VERSION}`, {
    hint: "Use the Nightgrid that made it, or move the folder away to start with an empty database.",
  });
}

function handOver(cluster: string, runAs: RunAs): void {
  const { uid, gid } = runAs.owner;
  if (runAs.name === "self") {
    throw new AppError("DB_START_FAILED", `${cluster} belongs to another user (uid ${statSync(cluster).uid})`, {
      hint: "Run Nightgrid as that user, or as root.",
    });
  }
  execFileSync("chown", ["-R", `${uid}:${gid}`, cluster]);
}

/** Nothing of the caller's environment: a stray PGDATA or LC_ALL changes how a server behaves. */
export function environment(binaries: Binaries): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC", ...binaries.env };
}

function stderrOf(error: unknown): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return output || messageOf(error);
}
