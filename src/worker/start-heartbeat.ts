import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { messageOf } from "../core/errors/app-error.ts";
import type { Logger } from "../core/log.ts";
import type { HeartbeatSetup } from "./heartbeat-thread.ts";

export interface Heartbeat {
  stop(): Promise<void>;
}

const RESTART_MS = 500;

/** Starts the thread that keeps this worker's leases alive; resolves after the first beat. A thread that dies is replaced. */
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
  return {
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
  await once(thread, "message");
  thread.on("error", (error) => log.error(`The heartbeat thread failed: ${messageOf(error)}`));
  thread.on("message", (message: string) => {
    if (message !== "beat") log.warn(`A heartbeat was ${message}`);
  });
  return thread;
}

async function exitOf(thread: Worker): Promise<void> {
  // A thread that has ended has no id any more.
  if (thread.threadId === -1) return;
  await new Promise((resolve) => thread.once("exit", resolve));
}
