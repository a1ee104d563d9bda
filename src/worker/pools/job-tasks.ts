import { messageOf } from "../../core/errors/app-error.ts";
import { jobIdentifier, type JobName } from "../../core/names/job-names.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { WorkDeps } from "../../runs/work-deps.ts";
import type { JobHandler } from "../../tasks/job-handler.ts";

export type JobHandlers = Readonly<Partial<Record<JobName, JobHandler>>>;

/** A job is repeated for so long while the database is of no use: looking at the same thing twice does no harm. */
const JOB_PATIENCE_MS = 10_000;

/**
 * What each job does when graphile-worker hands it out, by the name that it has there. It always ends well: what failed is
 * told by our own tables.
 */
export function jobTasks(
  handlers: JobHandlers,
  deps: WorkDeps,
): readonly (readonly [string, (payload: unknown) => Promise<void>])[] {
  const known = Object.entries(handlers) as readonly (readonly [JobName, JobHandler])[];
  return known.map(([name, handler]) => [
    jobIdentifier(name),
    async (payload) => {
      try {
        // A wake-up that is lost would be found by a round of the watchdog, seconds later.
        await retryUntilConnected(() => handler(payload, deps), { forMs: JOB_PATIENCE_MS, ending: deps.draining });
      } catch (error) {
        deps.log.error(`Job ${name} failed: ${messageOf(error)}`, { payload, error: String(error) });
        deps.onJobFailed?.(error);
      }
    },
  ]);
}
