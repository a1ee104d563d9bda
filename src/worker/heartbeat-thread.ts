import { parentPort, workerData } from "node:worker_threads";
import { connect } from "../store/connect.ts";
import { heartbeat } from "../store/workers.ts";

/** What the main thread gives to this one. */
export interface HeartbeatSetup {
  readonly url: string;
  readonly schema: string | undefined;
  readonly workerId: string;
  readonly everyMs: number;
  readonly aliveMs: number;
}

// A thread of its own: however busy the main one is, it is not taken for dead (I3).
const setup = workerData as HeartbeatSetup;

async function beatForEver(): Promise<void> {
  const database = await connect({
    url: setup.url,
    maxConnections: 1,
    applicationName: "nightgrid heartbeat",
    // A connection to a server that is just dying may hang; the beat must not wait for it.
    connectTimeoutMs: setup.aliveMs / 4,
    statementTimeoutMs: setup.aliveMs / 2,
    ...(setup.schema === undefined ? {} : { schema: setup.schema }),
  });
  const beat = async (): Promise<void> => {
    try {
      await heartbeat(database, setup.workerId, setup.aliveMs);
      tell("beat");
    } catch (error) {
      tell(`missed: ${String(error)}`);
    }
    setTimeout(() => void beat(), setup.everyMs);
  };
  await beat();
}

function tell(message: string): void {
  parentPort?.postMessage(message, []);
}

void beatForEver();
