import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { messageOf } from "../core/errors/app-error.ts";
import type { Logger } from "../core/log.ts";
import type { HeartbeatOrder, HeartbeatSetup } from "./heartbeat-thread.ts";

export interface Heartbeat {
  /** False lets the worker be taken for dead: it cannot work, and others shall. */
  beatOnlyIf(isAble: boolean): void;
  stop(): Promise<void>;
}

const RESTART_MS = 500;

/** Starts the thread that keeps this worker's leases alive; resolves after the first beat, or its failure. A thread that dies is replaced. */
export async function startHeartbeat(setup: HeartbeatSetup, log: Logger): Promise<Heartbeat> {
  let thread = await startThread(setup, log);
  const stopped = new AbortController();
  const supervise = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await exitOf(thread);
      if (stopped.signal.aborted) return;
      log.warn("The heartbeat thread died and is replaced");
      await delay(RESTART_MS);
      thread = await startThread(setup, log).catch((error: unknown) => {
        log.warn(`The heartbeat thread cannot start yet: ${messageOf(error)}`);
        return thread;
      });
    }
  };
  const supervising = supervise();
  let lastOrder = true;
  return {
    beatOnlyIf(isAble) {
      if (lastOrder && !isAble) log.warn("This worker cannot work; its heartbeat stops, so that others take over");
      lastOrder = isAble;
      thread.postMessage({ isAble } satisfies HeartbeatOrder, []);
    },
    async stop() {
      stopped.abort();
      await thread.terminate();
      await supervising;
    },
  };
}

async function startThread(setup: HeartbeatSetup, log: Logger): Promise<Worker> {
  // `.ts` from source, `.js` from the published package.
  const file = `./heartbeat-thread${path.extname(import.meta.filename)}`;
  const thread = new Worker(new URL(file, import.meta.url), { workerData: setup });
  let missed = "";
  thread.on("message", (message: string) => {
    // The same reason again and again is said once.
    if (message !== "beat" && message !== missed) log.warn(`A heartbeat was ${message}`);
    missed = message === "beat" ? "" : message;
  });
  await once(thread, "message");
  thread.on("error", (error) => log.error(`The heartbeat thread failed: ${messageOf(error)}`));
  return thread;
}

async function exitOf(thread: Worker): Promise<void> {
  // A thread that has ended has no id any more.
  if (thread.threadId === -1) return;
  await new Promise((resolve) => thread.once("exit", resolve));
}
