import { Logger as QueueLogger } from "graphile-worker";
import type { Logger } from "../../core/log.ts";

/** Said again and again while the database is away; our own heartbeat and watchdog say it once. */
const OUTAGE = /notify listener|attempting to UNLISTEN|fetching jobs|reset locked/;

/** graphile-worker's messages through our logger; only what a person must look at is louder than debug. */
export function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === "error" && !OUTAGE.test(message)) log.warn(`graphile-worker: ${message}`);
    else log.debug(`graphile-worker: ${message}`);
  });
}

export function quietQueueLogger(): QueueLogger {
  return new QueueLogger(() => () => undefined);
}
