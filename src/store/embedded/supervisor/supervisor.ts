import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import type { PostgresServer } from "../postgres/postgres-server.ts";
import { onMessage, type Reply, type Request, send, SUPERVISOR_SOCKET } from "./protocol.ts";

export interface SupervisorOptions {
  readonly runFolder: string;
  /** How long the server outlives its last holder, so that the next command finds it warm. */
  readonly lingerMs: number;
  readonly startServer: () => Promise<PostgresServer>;
  readonly log: (message: string) => void;
}

/** A server that ends more often than this within the window is given up. */
const RESTART_LIMIT = 5;
const RESTART_WINDOW_MS = 60_000;

/** Whoever started us has at least this long to call. */
const FIRST_CALL_MS = 2000;

/** For clients that do not hang up. */
const FAREWELL_MS = 1000;

/**
 * Keeps one Postgres server up while anybody holds it. Restarts it when it dies,
 * and stops it when the last holder has been gone for a while.
 */
export class Supervisor {
  /** Resolves when server and socket are gone. */
  readonly finished: Promise<void>;

  readonly #options: SupervisorOptions;
  readonly #server: Server;
  readonly #holders = new Map<Socket, number>();
  readonly #restarts: number[] = [];
  readonly #finish: () => void;
  #postgres: Promise<PostgresServer> | null = null;
  #isPinned = false;
  #hasToldFailure = false;
  #stopping: Promise<void> | null = null;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.finished = promise;
    this.#finish = resolve;
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  /** Listens first and starts Postgres then: clients that come meanwhile wait for the answer. */
  start(): void {
    const socketFile = path.join(this.#options.runFolder, SUPERVISOR_SOCKET);
    rmSync(socketFile, { force: true });
    this.#server.listen(socketFile);
    this.#launch();
    this.#watchIdle(Math.max(this.#options.lingerMs, FIRST_CALL_MS));
  }

  /** Resolves when Postgres has ended. */
  stop(): Promise<void> {
    this.#stopping ??= this.#shutDown();
    return this.#stopping;
  }

  async #shutDown(): Promise<void> {
    clearTimeout(this.#idleTimer);
    // Newcomers are turned away, and start a supervisor of their own.
    const hungUp = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#holders.keys()) send(socket, { kind: "stopping" });
    const postgres = await this.#postgres?.catch(() => null);
    await postgres?.stop();
    for (const socket of this.#holders.keys()) socket.end();
    void Promise.race([hungUp, delay(FAREWELL_MS)]).then(this.#finish);
  }

  #welcome(socket: Socket): void {
    socket.on("error", (error) => this.#options.log(`client: ${messageOf(error)}`));
    socket.on("close", () => {
      if (this.#holders.delete(socket)) this.#watchIdle();
    });
    onMessage(socket, (request) => void this.#answer(socket, request as Request));
  }

  async #answer(socket: Socket, request: Request): Promise<void> {
    switch (request.op) {
      case "hold":
        return this.#hold(socket, request.pid, request.isPinned);
      case "status":
        return send(socket, await this.#state());
      case "stop":
        await this.stop();
        send(socket, { kind: "stopping" });
        socket.end();
        return;
    }
  }

  async #hold(socket: Socket, pid: number, isPinned: boolean): Promise<void> {
    if (this.#stopping !== null) {
      socket.destroy();
      return;
    }
    clearTimeout(this.#idleTimer);
    this.#holders.set(socket, pid);
    this.#isPinned ||= isPinned;
    // Somebody has heard why the last start failed; this is a new try.
    if (this.#hasToldFailure) this.#launch();
    const state = await this.#state();
    this.#hasToldFailure = state.kind === "failed";
    send(socket, state);
  }

  async #state(): Promise<Reply> {
    try {
      const postgres = await this.#postgres;
      if (postgres === null) return { kind: "stopping" };
      return {
        kind: "ready",
        url: postgres.url,
        serverPid: postgres.pid,
        supervisorPid: process.pid,
        isAdopted: postgres.isAdopted,
        isPinned: this.#isPinned,
        holders: [...this.#holders.values()],
      };
    } catch (error) {
      const { code, hint = "" } = error instanceof AppError ? error : { code: "DB_START_FAILED" as const };
      return { kind: "failed", code, message: messageOf(error), hint };
    }
  }

  #launch(): void {
    this.#postgres = this.#options.startServer();
    this.#postgres.then(
      (postgres) => postgres.ended.then(() => this.#onEnded()),
      (error: unknown) => {
        this.#options.log(messageOf(error));
        this.#isPinned = false;
      },
    );
  }

  #onEnded(): void {
    if (this.#stopping !== null) return;
    const now = Date.now();
    this.#restarts.push(now);
    const recent = this.#restarts.filter((time) => time > now - RESTART_WINDOW_MS).length;
    const isWanted = this.#isPinned || this.#holders.size > 0;
    this.#options.log(`Postgres ended by itself; ${isWanted ? "starting it again" : "nobody needs it"}`);
    if (isWanted && recent <= RESTART_LIMIT) this.#launch();
    else void this.stop();
  }

  #watchIdle(lingerMs = this.#options.lingerMs): void {
    clearTimeout(this.#idleTimer);
    if (this.#isPinned || this.#holders.size > 0 || this.#stopping !== null) return;
    this.#idleTimer = setTimeout(() => void this.stop(), lingerMs);
  }
}
