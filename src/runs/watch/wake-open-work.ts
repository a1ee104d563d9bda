import type { JobRequest } from "../../core/names/job-names.ts";
import { ownValue } from "../../core/values/own-record.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { listIdlePriceFetches } from "../../store/prices/price-fetches.ts";
import { FETCH_ALIVE_MS } from "../ingest/asked/fetch-asked.ts";
import { findOpenWork } from "../../store/run/recover.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { listLines } from "../../store/limits/slot-waits.ts";
import { wakeLines } from "../limits/wake-lines.ts";
import { countSlots } from "../../store/workers.ts";
import { jobsOf } from "../start/jobs-of.ts";
import { lookOutsideJob } from "../kinds/sweep/plan.ts";
import { RULES_OF_KIND } from "../kinds/rules-of-kind.ts";

/**
 * Asks for a job for everything that should have one. Jobs are wake-ups, so one too many does no harm;
 * called when some may have been lost: a worker starts or has died, or the database was away.
 */
export async function wakeOpenWork(database: Database): Promise<void> {
  const [work, slots, lines] = await Promise.all([findOpenWork(database), countSlots(database), listLines(database)]);
  const jobs: JobRequest[] = [
    ...jobsOf(work.queued),
    ...work.running.flatMap((task) => ownValue(RULES_OF_KIND, task.kind)?.wakeRunning([task], slots) ?? []),
    ...work.waiting.map((runId) => ({ name: "look_for_data", subject: runId }) as const),
    ...work.outside.map((runId) => lookOutsideJob(runId)),
    ...work.endable.map((runId) => ({ name: "finish_run", subject: runId }) as const),
  ];
  const idle = await listIdlePriceFetches(database, FETCH_ALIVE_MS);
  jobs.push(...idle.map((id) => ({ name: "fetch_prices", subject: id }) as const));
  if (work.hasDeliveries) jobs.push({ name: "deliver_alerts", subject: "" });
  await enqueueJobs(database, jobs);
  await inTransaction(database, (transaction) => wakeLines(transaction, lines));
}
