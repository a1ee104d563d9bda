import { formatDuration } from "../../../core/time/duration.ts";
import type { OutsideState } from "../../executor.ts";
import type { BatchService, JobStanding, JobState } from "../client/batch-service.ts";
import { parseExternalJob } from "./external-id.ts";
import type { MissingJobs } from "./missing-jobs.ts";

export interface LookParts {
  readonly batch: BatchService;
  readonly missing: MissingJobs;
  readonly queueTimeoutMs: number;
  /** Milliseconds since 1970, by AWS's clock as far as this host keeps it. */
  readonly now: () => number;
}

/** Of an array: also when all its children have ended, and AWS has not come to say so of the whole yet. */
export function isEnded({ state, children, size }: Pick<JobStanding, "state" | "children" | "size">): boolean {
  if (state === "SUCCEEDED" || state === "FAILED") return true;
  return children !== null && size > 0 && (children.SUCCEEDED ?? 0) + (children.FAILED ?? 0) >= size;
}

const BEFORE_RUNNING: ReadonlySet<JobState> = new Set(["SUBMITTED", "PENDING", "RUNNABLE"]);

/** Whether nothing of a job has begun. */
function isQueued({ state, children }: JobStanding): boolean {
  if (children === null) return BEFORE_RUNNING.has(state);
  const begun = Object.entries(children).some(([each, count]) => count > 0 && !BEFORE_RUNNING.has(each as JobState));
  return !begun && state !== "SUCCEEDED" && state !== "FAILED";
}

/** Whether a job has waited in its queue for longer than it may. */
export function isStuck(job: JobStanding, { queueTimeoutMs, now }: Pick<LookParts, "queueTimeoutMs" | "now">): boolean {
  return isQueued(job) && now() - job.createdAt > queueTimeoutMs;
}

/** How jobs stand; 100 of them in a request. One that AWS does not name, twice, has ended in whatever way. */
export async function lookAtJobs(
  externalIds: readonly string[],
  parts: LookParts,
): Promise<ReadonlyMap<string, OutsideState>> {
  const { batch, missing } = parts;
  const ids = externalIds.map((externalId) => parseExternalJob(externalId).jobId ?? "");
  const found = new Map((await batch.describe(ids.filter((id) => id !== ""))).map((job) => [job.jobId, job]));
  const states = new Map<string, OutsideState>();
  for (const [position, externalId] of externalIds.entries()) {
    const id = ids[position] ?? "";
    const job = found.get(id);
    if (job !== undefined) {
      missing.forget(id);
      states.set(externalId, await stateOf(job, parts));
    } else if (missing.isGone(id)) states.set(externalId, { state: "ended" });
  }
  return states;
}

async function stateOf(job: JobStanding, parts: LookParts): Promise<OutsideState> {
  if (isEnded(job) || isStuck(job, parts)) return { state: "ended" };
  const reason = isQueued(job) ? await whyQueued(job, parts) : "";
  return { state: "going", note: reason === "" ? null : `Its jobs do not start: ${reason}` };
}

/** A queue may be busy for so long before anybody asks why, in milliseconds. */
const USUAL_WAIT_MS = 60_000;

/** What AWS says of a job that waits: of an array, of one of its children. Empty for nothing. */
export async function whyQueued(job: JobStanding, { batch, now }: Pick<LookParts, "batch" | "now">): Promise<string> {
  if (job.children === null || job.reason !== "") return job.reason;
  if ((job.children.RUNNABLE ?? 0) === 0 || now() - job.createdAt < USUAL_WAIT_MS) return "";
  const [child] = await batch.children(job.jobId, "RUNNABLE", 1);
  return child?.reason ?? "";
}

export function stuckMessage(reason: string, queueTimeoutMs: number): string {
  const told = reason === "" ? "AWS does not say why" : reason;
  return `Its jobs have waited in the queue for more than ${formatDuration(queueTimeoutMs)}: ${told}`;
}
