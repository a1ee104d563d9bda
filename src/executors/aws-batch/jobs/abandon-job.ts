import type { BatchService } from "../client/batch-service.ts";
import { parseExternalJob, runOfName } from "./external-id.ts";
import { isEnded } from "./look-at-jobs.ts";
import type { MissingJobs } from "./missing-jobs.ts";

/**
 * Tells a job to end, in whatever state it is. True once nothing of it is left: AWS gives a running one 30 s after SIGTERM. A job
 * of which only the name is known may have been submitted a moment ago, so one look that finds none is no proof.
 */
export async function abandonJob(
  externalId: string,
  { batch, missing }: { readonly batch: BatchService; readonly missing: MissingJobs },
): Promise<boolean> {
  const { name, jobId } = parseExternalJob(externalId);
  const found = jobId === null ? await batch.findByName(name) : await batch.describe([jobId]);
  if (found.length === 0) return missing.isGone(`abandoned ${externalId}`);
  const going = found.filter((job) => !isEnded(job));
  for (const { jobId: id } of going) await batch.terminate(id, `nightgrid: cancelled run ${runOfName(name)}`);
  return going.length === 0;
}
