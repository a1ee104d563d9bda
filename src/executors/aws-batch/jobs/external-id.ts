/** A job as runs know it: its name, and AWS's id once that is known. */
export interface ExternalJob {
  readonly name: string;
  readonly jobId: string | null;
}

/** After the attempt, so that a worker which takes over finds it. Letters, digits, `_` and `-`, at most 128. */
export function jobName(runId: string, attemptId: string): string {
  return `ng-${runId}-${attemptId}`;
}

/** The run of a name. */
export function runOfName(name: string): string {
  return /^ng-(\d{8}_\d{6}_[0-9a-f]{8})-\d+$/.exec(name)?.[1] ?? "unknown";
}

export function formatExternalJob({ name, jobId }: ExternalJob): string {
  return jobId === null ? name : `${name} ${jobId}`;
}

export function parseExternalJob(externalId: string): ExternalJob {
  const [name = "", jobId = null] = externalId.split(" ");
  return { name, jobId };
}
