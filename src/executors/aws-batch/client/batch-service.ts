import type { JobDetail, JobSummary } from "@aws-sdk/client-batch";
import type { AwsBatchSpec } from "../../../core/spec/aws-batch-spec.ts";
import { type AwsPlace, clientOptions } from "../../../depot/aws/client-options.ts";
import { explainAwsError } from "../../../depot/aws/explain-aws-error.ts";
import { BATCH_WORDS } from "./batch-words.ts";
import { loadBatchSdk } from "./load-sdk.ts";
import { createPacer } from "./pacer.ts";

/** AWS's own words, in the order in which a job goes through them. */
const JOB_STATES = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface NewJob {
  readonly name: string;
  /** Children; 1 is a job of its own. At most 10,000. */
  readonly size: number;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Of each try of each child, in seconds; null leaves it to the job definition. */
  readonly timeoutSeconds: number | null;
}

/** How a job, or a child of one, stands. */
export interface JobStanding {
  readonly jobId: string;
  readonly state: JobState;
  /** Empty where AWS says nothing. */
  readonly reason: string;
  /** Null where its program never ended by itself. */
  readonly exitCode: number | null;
  readonly containerReason: string;
  /** Children that there are to be; 0 of a job of its own. */
  readonly size: number;
  /** Position among the children; 0 of a job of its own. */
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Of an array: how many children are in each state; null of others. */
  readonly children: Readonly<Partial<Record<JobState, number>>> | null;
}

/** Jobs of one queue. All of it @throws AppError AWS_REFUSED or OUTSIDE_UNREACHABLE. */
export interface BatchService {
  /** Asks once, and never again by itself: AWS would take it for another job. */
  submit(job: NewJob, signal: AbortSignal): Promise<string>;
  /** Those that AWS knows, 100 in a request. */
  describe(jobIds: readonly string[]): Promise<readonly JobStanding[]>;
  /** Whatever their state, the oldest first. A job that was just submitted may not be among them yet. */
  findByName(name: string): Promise<readonly JobStanding[]>;
  /** Children in a state; at most `most`. */
  children(arrayJobId: string, state: JobState, most?: number): Promise<readonly JobStanding[]>;
  /** Ends a job in any state; no effect on an ended one. */
  terminate(jobId: string, reason: string): Promise<void>;
  close(): void;
}

const DESCRIBE_AT_ONCE = 100;
const SUBMITS_PER_SECOND = 10;
const TRIES = 3;

export async function openBatchService(
  place: AwsPlace & Pick<AwsBatchSpec, "queue" | "definition">,
): Promise<BatchService> {
  const sdk = await loadBatchSdk();
  const { queue: jobQueue, definition: jobDefinition, region } = place;
  const client = new sdk.BatchClient({ ...clientOptions(place), maxAttempts: TRIES });
  // SubmitJob has no token that makes two of them one: a repetition by the SDK would be a second job, and a second bill.
  const once = new sdk.BatchClient({ ...clientOptions(place), maxAttempts: 1 });
  const pace = createPacer(SUBMITS_PER_SECOND);
  const asked = async <T>(action: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainAwsError(error, { action: `batch:${action}`, region, on: jobQueue, words: BATCH_WORDS });
    }
  };
  return {
    async submit({ name, size, command, env, timeoutSeconds }, signal) {
      await pace(signal);
      const { jobId = "" } = await asked("SubmitJob", () =>
        once.send(
          new sdk.SubmitJobCommand({
            jobName: name,
            jobQueue,
            jobDefinition,
            ...(size > 1 && { arrayProperties: { size } }),
            ...(timeoutSeconds !== null && { timeout: { attemptDurationSeconds: timeoutSeconds } }),
            // Retries are ours, and visible.
            retryStrategy: { attempts: 1 },
            containerOverrides: {
              command: [...command],
              environment: Object.entries(env).map(([key, value]) => ({ name: key, value })),
            },
            tags: { "nightgrid:job": name },
          }),
        ),
      );
      return jobId;
    },
    describe: (jobIds) =>
      asked("DescribeJobs", async () => {
        const found: JobStanding[] = [];
        for (let from = 0; from < jobIds.length; from += DESCRIBE_AT_ONCE) {
          const jobs = jobIds.slice(from, from + DESCRIBE_AT_ONCE);
          const answer = await client.send(new sdk.DescribeJobsCommand({ jobs }));
          found.push(...(answer.jobs ?? []).map(standingOf));
        }
        return found;
      }),
    findByName: (name) =>
      asked("ListJobs", async () => {
        const found: JobStanding[] = [];
        const filters = [{ name: "JOB_NAME", values: [name] }];
        for await (const page of sdk.paginateListJobs({ client }, { jobQueue, filters })) {
          // The filter takes no heed of capitals, and some stand-ins for AWS list children too.
          const own = (page.jobSummaryList ?? []).filter((job) => job.jobName === name && !isChild(job));
          found.push(...own.map(standingOf));
        }
        return found.toSorted((a, b) => a.createdAt - b.createdAt);
      }),
    children: (arrayJobId, jobStatus, most = Number.POSITIVE_INFINITY) =>
      asked("ListJobs", async () => {
        const found: JobStanding[] = [];
        const size = Math.min(most, DESCRIBE_AT_ONCE);
        for await (const page of sdk.paginateListJobs({ client, pageSize: size }, { arrayJobId, jobStatus })) {
          found.push(...(page.jobSummaryList ?? []).map(standingOf));
          if (found.length >= most) break;
        }
        return found;
      }),
    terminate: (jobId, reason) =>
      asked("TerminateJob", async () => {
        await client.send(new sdk.TerminateJobCommand({ jobId, reason }));
      }),
    close() {
      client.destroy();
      once.destroy();
    },
  };
}

function isChild({ jobId = "" }: JobSummary): boolean {
  return jobId.includes(":");
}

function standingOf(job: JobDetail | JobSummary): JobStanding {
  const { container, arrayProperties } = job;
  const children = arrayProperties !== undefined && "statusSummary" in arrayProperties ? arrayProperties : null;
  return {
    jobId: job.jobId ?? "",
    state: JOB_STATES.find((state) => state === job.status) ?? "SUBMITTED",
    reason: job.statusReason ?? "",
    exitCode: container?.exitCode ?? null,
    containerReason: container?.reason ?? "",
    size: arrayProperties?.size ?? 0,
    index: arrayProperties?.index ?? 0,
    createdAt: job.createdAt ?? 0,
    children: children?.statusSummary ?? null,
  };
}
