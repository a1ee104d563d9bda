import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Logger } from "../core/log.ts";
import type { HeartbeatSetup } from "./heartbeat-thread.ts";

export interface Heartbeat {
  stop(): Promise<void>;
}

/** Starts the thread that keeps this worker's leases alive; resolves after the first beat. */
export async function startHeartbeat(setup: HeartbeatSetup, log: Logger): Promise<Heartbeat> {
  // `.ts` from source, `.js` from the published package.
  const file = `./heartbeat-thread${path.extname(import.meta.filename)}`;
  const thread = new Worker(new URL(file, import.meta.url), { workerData: setup });
  await new Promise<void>((resolve, reject) => {
    thread.once("error", reject);
    thread.once("message", () => resolve());
  });
  thread.removeAllListeners("error");
  thread.on("error", (error) => log.error("The heartbeat thread died", { error: String(error) }));
  thread.on("message", (message: string) => {
    if (message !== "beat") log.warn(`A heartbeat was ${message}`);
  });
  return {
    async stop() {
      await thread.terminate();
    },
  };
}
