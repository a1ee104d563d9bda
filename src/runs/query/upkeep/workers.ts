import { readNow } from "../../../store/connection/database-clock.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import {
  countOpenRunsByState,
  listLimitUse,
  listQueueDepths,
  type LimitUse,
  type OpenRunCounts,
  type QueueDepth,
} from "../../../store/service/queues.ts";
import { listSeenWorkers, type SeenWorker } from "../../../store/service/workers.ts";

export interface Workers {
  readonly at: Date;
  /** Those that are alive first. */
  readonly workers: readonly SeenWorker[];
}

const MOST_SHOWN = 200;

export async function readWorkers(connection: Connection): Promise<Workers> {
  return { at: await readNow(connection), workers: await listSeenWorkers(connection, MOST_SHOWN) };
}

export interface Queues {
  readonly at: Date;
  readonly depths: readonly QueueDepth[];
  readonly runs: OpenRunCounts;
  readonly limits: readonly LimitUse[];
}

export async function readQueues(connection: Connection): Promise<Queues> {
  return {
    at: await readNow(connection),
    depths: await listQueueDepths(connection),
    runs: await countOpenRunsByState(connection),
    limits: await listLimitUse(connection),
  };
}
