import { parentPort, workerData } from "node:worker_threads";
import { connect } from "../store/connection/connect.ts";
import type { Database } from "../store/connection/transaction.ts";
import { heartbeat } from "../store/workers.ts";

/** What the main thread gives to this one. */
export interface HeartbeatSetup {
  readonly url: string;
  readonly schema: string | undefined;
  readonly workerId: string;
  readonly everyMs: number;
  readonly aliveMs: number;
}

/** From the main thread: whether the worker is able to work. One that is not must not keep its leases alive. */
export interface HeartbeatOrder {
  readonly isAble: boolean;
}

// A thread of its own: however busy the main one is, it is not taken for dead (I3).
const setup = workerData as HeartbeatSetup;
let isAble = true;
let database: Database | null = null;
parentPort?.on("message", (order: HeartbeatOrder) => {
  isAble = order.isAble;
});

async function beat(): Promise<void> {
  try {
    if (isAble) {
      database ??= await open();
      await heartbeat(database, setup.workerId, setup.aliveMs);
      tell("beat");
    }
  } catch (error) {
    tell(`missed: ${String(error)}`);
  }
  setTimeout(() => void beat(), setup.everyMs);
}

function open(): Promise<Database> {
  return connect({
    url: setup.url,
    maxConnections: 1,
    applicationName: "nightgrid heartbeat",
    isWriter: true,
    // A connection to a server that is just dying may hang; the beat must not wait for it.
    connectTimeoutMs: setup.aliveMs / 4,
    statementTimeoutMs: setup.aliveMs / 2,
    ...(setup.schema === undefined ? {} : { schema: setup.schema }),
  });
}

function tell(message: string): void {
  parentPort?.postMessage(message, []);
}

void beat();
