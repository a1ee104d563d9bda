import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { askSupervisor } from "./supervisor/ask-supervisor.ts";
import { type EmbeddedPaths, embeddedPaths, prepareRunFolder } from "./embedded-paths.ts";
import { onMessage, type Reply, type ServerFacts } from "./supervisor/protocol.ts";
import { spawnSupervisor, type SupervisorProcessOptions } from "./supervisor/spawn-supervisor.ts";

export interface StartEmbeddedOptions {
  /** The project's folder; the database lives in its `.nightgrid/`. */
  readonly home: string;
  /** Keeps the server up after its last user, until `stopEmbedded`. Default false. */
  readonly isPinned?: boolean;
  /** How long an unpinned server outlives its last user. Default 2,000. Only the first starter's counts. */
  readonly lingerMs?: number;
  /** False trades safety for speed, for databases that tests throw away. Only the first starter's counts. */
  readonly isDurable?: boolean;
}

export interface EmbeddedDatabase {
  readonly url: string;
  /** The server was running already. */
  readonly isAdopted: boolean;
  /** The server's process id, for `db status`. */
  readonly serverPid: number;
  /** Says that this process is done with it. Ending, in whatever way, says the same. */
  release(): void;
}

type Hold = { readonly socket: Socket; readonly facts: ServerFacts; readonly isAdopted: boolean };

const START_LIMIT_MS = 90_000;
const DIAL_INTERVAL_MS = 5;

/**
 * The embedded Postgres of a project: started if it is not running, joined if it is.
 * It stays up as long as any process that called this lives, across crashes of the
 * server itself and of its supervisor.
 *
 * @throws AppError DB_START_FAILED with the last lines of the log; DISK_FULL
 */
export async function startEmbedded(options: StartEmbeddedOptions): Promise<EmbeddedDatabase> {
  let hold = await takeHold(options);
  let isReleased = false;
  const keep = (): void => {
    hold.socket.unref();
    onLost(hold.socket, () => {
      if (isReleased) return;
      // The supervisor was killed; a new one takes over the server, so that no orphan is left.
      takeHold(options).then(
        (next) => {
          hold = next;
          if (isReleased) hold.socket.destroy();
          else keep();
        },
        () => undefined,
      );
    });
  };
  keep();
  return {
    url: hold.facts.url,
    isAdopted: hold.isAdopted,
    serverPid: hold.facts.serverPid,
    release: () => {
      isReleased = true;
      hold.socket.destroy();
    },
  };
}

/** Calls back when the connection breaks, but not when the supervisor said that it stops on purpose. */
function onLost(socket: Socket, callBack: () => void): void {
  let isFarewell = false;
  onMessage(socket, (message) => {
    isFarewell ||= (message as Reply).kind === "stopping";
  });
  socket.once("close", () => {
    if (!isFarewell) callBack();
  });
}

async function takeHold(options: StartEmbeddedOptions): Promise<Hold> {
  const { home } = options;
  const paths = inProject(home, () => embeddedPaths(home));
  const runFolder = inProject(home, () => prepareRunFolder(paths));
  const processOptions: SupervisorProcessOptions = {
    isDurable: options.isDurable ?? true,
    lingerMs: options.lingerMs ?? 2000,
  };
  const deadline = Date.now() + START_LIMIT_MS;
  let child: ChildProcess | null = null;
  while (Date.now() < deadline) {
    const request = { op: "hold", pid: process.pid, isPinned: options.isPinned ?? false } as const;
    const answer = await askSupervisor(runFolder, request);
    if (answer?.reply.kind === "ready") {
      const facts = answer.reply;
      const isAdopted = facts.isAdopted || facts.supervisorPid !== child?.pid;
      return { socket: answer.socket, facts, isAdopted };
    }
    answer?.socket.destroy();
    if (answer?.reply.kind === "failed") {
      const { code, message, hint } = answer.reply;
      throw new AppError(code, message, { hint });
    }
    if (child === null || child.exitCode === 0) {
      child = inProject(home, () => spawnSupervisor(home, paths.log, processOptions));
    } else if (hasDied(child)) break;
    await delay(DIAL_INTERVAL_MS);
  }
  throw neverCame(paths);
}

function inProject<T>(home: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AppError("DB_START_FAILED", `The database has no place in ${home}: ${messageOf(error)}`, {
      hint: "The project's folder must exist and be writable. DATABASE_URL replaces the embedded database.",
      cause: error,
    });
  }
}

function hasDied(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function neverCame({ log }: EmbeddedPaths): AppError {
  const last = readFileSync(log, "utf8").trim().split("\n").slice(-8).join("\n");
  return new AppError("DB_START_FAILED", `The embedded Postgres did not come up:\n${last}`, {
    hint: `The whole log is ${log}. DATABASE_URL replaces the embedded database by another one.`,
  });
}
