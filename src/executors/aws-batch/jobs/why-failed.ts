import type { ErrorCode } from "../../../core/errors/error-codes.ts";
import { codeOfExit } from "../../../core/errors/failure-class.ts";
import type { JobStanding } from "../client/batch-service.ts";

export interface JobFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

type Ended = Pick<JobStanding, "reason" | "containerReason" | "exitCode">;

interface Reason {
  readonly matches: (job: Ended) => boolean;
  readonly code: (job: Ended) => ErrorCode;
  readonly says: (job: Ended) => string;
}

const lost = (): ErrorCode => "JOB_LOST";

/**
 * AWS's reasons, in the order in which they are asked: a Spot task that is taken back ends with 137, as one that has used up its
 * memory does. From AWS's documentation and what others met (nextflow#4096, nextflow#5215); docs/aws-batch.md has it as a table.
 */
const REASONS: readonly Reason[] = [
  {
    matches: ({ reason }) => reason.startsWith("nightgrid:"),
    code: lost,
    says: ({ reason }) => `The job was ended (${reason})`,
  },
  {
    matches: ({ reason }) => reason.startsWith("Host EC2"),
    code: lost,
    says: () => "Its machine was lost, or taken back (Spot)",
  },
  {
    matches: ({ reason }) => reason.startsWith("Your Spot Task was interrupted"),
    code: lost,
    says: () => "Its Spot capacity was taken back",
  },
  {
    matches: ({ containerReason }) => containerReason.startsWith("OutOfMemoryError"),
    code: () => "OUT_OF_MEMORY",
    says: () => "It needed more memory than its job definition gives it: raise that, or give each job fewer cells",
  },
  {
    matches: ({ reason }) => reason.startsWith("Job attempt duration exceeded timeout"),
    code: () => "CELL_TIMEOUT",
    says: () => "It took longer than it may: raise cell_timeout, or the time-out of the job definition",
  },
  {
    matches: ({ containerReason }) => containerReason.startsWith("CannotPullContainerError"),
    code: lost,
    says: ({ containerReason }) => `Its image could not be pulled: ${containerReason}`,
  },
  {
    matches: ({ reason, containerReason }) =>
      /^(DockerTimeoutError|ResourceInitializationError|CannotStartContainerError)/.test(containerReason) ||
      reason.startsWith("Task failed to start"),
    code: lost,
    says: ({ reason, containerReason }) => `It could not be started: ${containerReason || reason}`,
  },
  {
    // Of `nightgrid batch-cell`: neither is the fault of any cell.
    matches: ({ exitCode }) => exitCode === 75,
    code: lost,
    says: () => "It was told to end, or could not reach its bucket",
  },
  {
    matches: ({ exitCode }) => exitCode === 137 || exitCode === 143,
    code: () => "PROCESS_ENDED",
    says: ({ exitCode }) => `It was killed from outside (exit code ${exitCode}), perhaps for its memory`,
  },
  {
    matches: ({ exitCode }) => exitCode !== null,
    code: ({ exitCode }) => codeOfExit(exitCode ?? 0),
    says: ({ exitCode }) => `It ended with exit code ${exitCode}`,
  },
];

/** Why a job of which AWS says FAILED has failed. One that never ran has no exit code. */
export function whyFailed(job: Ended): JobFailure {
  const reason = REASONS.find(({ matches }) => matches(job));
  if (reason !== undefined) return { code: reason.code(job), message: reason.says(job) };
  const told = job.containerReason || job.reason || "AWS gives no reason";
  return { code: "JOB_LOST", message: `It failed before it ran: ${told}` };
}
