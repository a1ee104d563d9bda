import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { AppError } from "../../../core/errors/app-error.ts";
import { type ClusterOptions, DATABASE, environment, ROLE } from "./cluster.ts";
import { disownStalePid, findLivePostmaster, isAlive, readPostmaster } from "./postmaster-pid.ts";
import { commandFor } from "./run-as.ts";
import { startFailure } from "./start-failure.ts";

export interface PostgresServer {
  readonly pid: number;
  readonly url: string;
  readonly isAdopted: boolean;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Disconnects everybody, writes all out, ends; harder when that takes over 10 s. */
  stop(): Promise<void>;
}

export interface ServerOptions extends ClusterOptions {
  readonly socketFolder: string;
  readonly log: string;
}

const START_LIMIT_MS = 60_000;
const POLL_MS = 5;

/**
 * Starts a server on the cluster, or takes over the one that is running there.
 *
 * @throws AppError DB_START_FAILED with the last lines of its log
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const live = findLivePostmaster(options.cluster);
  if (live !== null) return adoptServer(live.pid, options.cluster);
  disownStalePid(options.cluster);
  // Sockets of a server that was killed; their lock files, too, hold a number that may be a stranger's.
  rmSync(options.socketFolder, { recursive: true, force: true });
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const logStart = statSync(options.log, { throwIfNoEntry: false })?.size ?? 0;
    const child = launch(options);
    if (await becomesReady(child, options.cluster, deadline)) return ownServer(child, options);
    const lines = readFileSync(options.log).subarray(logStart).toString("utf8").trim();
    // Backends of a killed server need a moment to notice that it is gone.
    const isOccupied = lines.includes("pre-existing shared memory block");
    if (!isOccupied || Date.now() > deadline - START_LIMIT_MS + 5000) throw startFailed(options, lines);
    await delay(100);
  }
}

function launch(options: ServerOptions): ChildProcess {
  const { runAs, binaries, cluster, socketFolder } = options;
  mkdirSync(socketFolder, { recursive: true });
  chownSync(socketFolder, runAs.owner.uid, runAs.owner.gid);
  // The folder is what keeps other users out: there is no password.
  chmodSync(socketFolder, 0o700);
  const [command, args] = commandFor(runAs, binaries.postgres, [
    "-D",
    cluster,
    ...settings(socketFolder, options.isDurable).flatMap((setting) => ["-c", setting]),
  ]);
  const log = openSync(options.log, "a");
  try {
    return spawn(command, args, {
      ...runAs.spawn,
      cwd: "/",
      env: environment(binaries),
      stdio: ["ignore", log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function settings(socketFolder: string, isDurable: boolean): readonly string[] {
  return [
    "listen_addresses=",
    `unix_socket_directories="${socketFolder.replaceAll('"', '""')}"`,
    "max_connections=200",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=256MB",
    "jit=off",
    "io_method=sync",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_checkpoints=off",
    ...(isDurable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
}

async function becomesReady(child: ChildProcess, cluster: string, deadline: number): Promise<boolean> {
  const ended = new AbortController();
  child.once("exit", () => ended.abort());
  child.once("error", () => ended.abort());
  while (!ended.signal.aborted && Date.now() < deadline) {
    const postmaster = readPostmaster(cluster);
    if (postmaster?.pid === child.pid && postmaster?.isReady === true) return true;
    await delay(POLL_MS);
  }
  child.kill("SIGKILL");
  return false;
}

function startFailed({ log, cluster }: ServerOptions, lines: string): AppError {
  return startFailure({
    message: `Postgres did not start on ${cluster}`,
    output: lines.split("\n").slice(-8).join("\n"),
    hint: `The whole log is ${log}. DATABASE_URL replaces the embedded database by another one.`,
  });
}

function ownServer(child: ChildProcess, { socketFolder }: ServerOptions): PostgresServer {
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  return { pid, url: urlOf(socketFolder), isAdopted: false, ended, stop: () => stopProcess(pid, ended) };
}

async function adoptServer(pid: number, cluster: string): Promise<PostgresServer> {
  while (isAlive(pid) && readPostmaster(cluster)?.isReady !== true) await delay(POLL_MS);
  const ended = untilGone(pid, cluster);
  const socketFolder = readPostmaster(cluster)?.socketFolder ?? "";
  return { pid, url: urlOf(socketFolder), isAdopted: true, ended, stop: () => stopProcess(pid, ended) };
}

/** For a process that is not our child, and so cannot tell us. */
async function untilGone(pid: number, cluster: string): Promise<void> {
  while (findLivePostmaster(cluster)?.pid === pid) await delay(100);
}

/** Ends a server that has no supervisor any more. */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const live = findLivePostmaster(cluster);
  if (live === null) return false;
  await stopProcess(live.pid, untilGone(live.pid, cluster));
  return true;
}

/** Fast shutdown, then immediate (no data is lost: the log is replayed), then none. */
async function stopProcess(pid: number, ended: Promise<void>): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const timeout = new AbortController();
    await Promise.race([ended, delay(10_000, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
  }
}

/** The host in the middle is only there to make it a URL that every parser takes. */
function urlOf(socketFolder: string): string {
  return `postgres://${ROLE}@localhost/${DATABASE}?host=${encodeURIComponent(path.resolve(socketFolder))}`;
}
