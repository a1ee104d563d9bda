import type { ServerResponse } from "node:http";
import type { FailureFormat, StubRefusal } from "./stub-faults.ts";
import {
  type ChildEnd,
  type ChildFate,
  detailOf,
  isOver,
  newStubJob,
  type StubChild,
  type StubJob,
  summaryOf,
} from "./stub-jobs.ts";

export interface BatchStubParts {
  readonly queues: ReadonlySet<string>;
  readonly definitions: ReadonlySet<string>;
  /** @param nth which job it is, counted from 1 */
  fateOf(job: StubJob, child: StubChild, nth: number): ChildFate;
  /** Does the work of a child; gives back its exit code. `signal` fires when it is terminated. */
  work(env: Readonly<Record<string, string>>, job: StubJob, signal: AbortSignal): Promise<number>;
  /** Whether jobs that run take no notice of SIGTERM at this moment. */
  isStubborn(): boolean;
  /** For how many ListJobs a new job is not listed yet. */
  listLag(): number;
}

/** AWS Batch as far as Nightgrid uses it, with the limits of the real one. */
export interface BatchStub {
  readonly jobs: readonly StubJob[];
  readonly format: FailureFormat;
  handle(op: string, body: Document, response: ServerResponse, answer: boolean): void;
  /** Lets all go that are held, now and later. */
  letGo(): void;
  /** AWS forgets ended jobs after some days. */
  forget(): void;
  /** Resolves once so many jobs were submitted. */
  whenSubmitted(count: number): Promise<void>;
  end(): void;
}

type Document = Readonly<Record<string, unknown>>;

const MOST_BYTES = 30 * 1024;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export function createBatchStub(parts: BatchStubParts): BatchStub {
  const jobs: StubJob[] = [];
  const lags = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let isOpen = false;
  const opened = Promise.withResolvers<void>();

  const finish = (child: StubChild, end: ChildEnd): void => {
    if (isOver(child)) return;
    child.end = end;
    child.state = end.state;
    child.reason = end.statusReason ?? (end.state === "FAILED" ? "Essential container in task exited" : "");
  };
  const work = async (job: StubJob, child: StubChild, as?: ChildEnd): Promise<void> => {
    const stopped = new AbortController();
    child.state = "RUNNING";
    child.stop = () => stopped.abort();
    const env = {
      ...job.env,
      AWS_BATCH_JOB_ID: child.jobId,
      AWS_BATCH_JOB_ATTEMPT: "1",
      AWS_BATCH_JQ_NAME: job.queue,
      ...(job.isArray && { AWS_BATCH_JOB_ARRAY_INDEX: String(child.index) }),
    };
    const exitCode = await parts.work(env, job, stopped.signal);
    finish(child, as ?? { state: exitCode === 0 ? "SUCCEEDED" : "FAILED", exitCode });
  };
  const begin = async (job: StubJob, child: StubChild, nth: number): Promise<void> => {
    const fate = parts.fateOf(job, child, nth);
    switch (fate.kind) {
      case "queued":
        child.state = "RUNNABLE";
        child.reason = fate.reason ?? "";
        return;
      case "held": {
        child.state = "RUNNING";
        const stopped = Promise.withResolvers<void>();
        child.stop = () => stopped.resolve();
        if (!isOpen) await Promise.race([opened.promise, stopped.promise]);
        if (!isOver(child)) await work(job, child);
        return;
      }
      case "works":
        return work(job, child, fate.as);
      case "ends":
        return finish(child, fate);
    }
  };

  const submit = (body: Document): Answer => {
    const refusal = refusalOf(body, parts);
    if (refusal !== null) return refusal;
    const { jobName, jobQueue, arrayProperties, containerOverrides, timeout } = body as unknown as Submission;
    const env = Object.fromEntries((containerOverrides.environment ?? []).map(({ name, value }) => [name, value]));
    const job = newStubJob(
      {
        jobName,
        queue: jobQueue,
        createdAt: Date.now(),
        command: containerOverrides.command,
        env,
        timeoutSeconds: timeout?.attemptDurationSeconds ?? null,
      },
      arrayProperties?.size ?? null,
    );
    jobs.push(job);
    lags.set(job.jobId, parts.listLag());
    for (const child of job.children) void begin(job, child, jobs.length);
    for (const tell of waiting) tell();
    return { body: { jobId: job.jobId, jobName } };
  };
  const describe = ({ jobs: ids }: Document): Answer => {
    const asked = new Set(ids as readonly string[]);
    if (asked.size > 100) return clientError("jobs: at most 100");
    return { body: { jobs: jobs.filter(({ jobId }) => asked.has(jobId)).map(detailOf) } };
  };
  const list = (body: Document): Answer => {
    const { arrayJobId, jobStatus, filters, jobQueue, maxResults = 100, nextToken = "0" } = body as Listing;
    const [filter] = filters ?? [];
    const found =
      arrayJobId === undefined
        ? jobs.filter(({ jobId, queue, jobName }) => {
            const lag = lags.get(jobId) ?? 0;
            lags.set(jobId, lag - 1);
            return queue === jobQueue && lag <= 0 && (filter === undefined || matches(filter.values, jobName));
          })
        : jobs.filter(({ jobId }) => jobId === arrayJobId);
    const status = filter === undefined ? (jobStatus ?? "RUNNING") : undefined;
    const summaries = found.flatMap((job) =>
      arrayJobId === undefined
        ? [detailOf(job) as Record<string, unknown>]
        : job.children.map((child) => summaryOf(job, child)),
    );
    const all = summaries.filter((summary) => status === undefined || summary["status"] === status);
    const from = Number(nextToken);
    const page = all.slice(from, from + Math.min(100, maxResults));
    const next = from + page.length;
    return { body: { jobSummaryList: page, ...(next < all.length && { nextToken: String(next) }) } };
  };
  const terminate = ({ jobId, reason }: Document): Answer => {
    for (const job of jobs) {
      if (job.jobId !== jobId) continue;
      for (const child of job.children) {
        if (isOver(child) || (child.stop !== null && parts.isStubborn())) continue;
        finish(child, { state: "FAILED", statusReason: String(reason), exitCode: 143 });
        child.stop?.();
      }
    }
    return { body: {} };
  };
  const OPS: Readonly<Record<string, (body: Document) => Answer>> = {
    SubmitJob: submit,
    DescribeJobs: describe,
    ListJobs: list,
    TerminateJob: terminate,
  };

  return {
    jobs,
    format: {
      refuse,
      busy: {
        429: { status: 429, name: "TooManyRequestsException", message: "Too Many Requests" },
        500: { status: 500, name: "ServerException", message: "An internal error occurred" },
      },
    },
    handle(op, body, response, answer) {
      const result = OPS[op]?.(body) ?? clientError(`Unknown operation ${op}`);
      if (!answer) return;
      if ("status" in result) refuse(response, result);
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result.body));
    },
    letGo() {
      isOpen = true;
      opened.resolve();
    },
    forget() {
      jobs.length = 0;
    },
    whenSubmitted: (count) =>
      new Promise((resolve) => {
        const tell = (): void => void (jobs.length >= count && resolve());
        waiting.push(tell);
        tell();
      }),
    end() {
      for (const { children } of jobs) for (const child of children) child.stop?.();
    },
  };
}

type Answer = StubRefusal | { readonly body: unknown };

interface Submission {
  readonly jobName: string;
  readonly jobQueue: string;
  readonly jobDefinition: string;
  readonly arrayProperties?: { readonly size: number };
  readonly timeout?: { readonly attemptDurationSeconds: number };
  readonly containerOverrides: {
    readonly command: readonly string[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
  };
}

interface Listing {
  readonly arrayJobId?: string;
  readonly jobStatus?: string;
  readonly jobQueue?: string;
  readonly filters?: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function refusalOf(body: Document, { queues, definitions }: BatchStubParts): StubRefusal | null {
  const { jobName, jobQueue, jobDefinition, arrayProperties, containerOverrides, timeout } =
    body as unknown as Submission;
  const { command, environment = [] } = containerOverrides;
  if (JSON.stringify(body).length > MOST_BYTES) return clientError("Container overrides length must be at most 30720");
  if (!NAME.test(jobName)) return clientError("jobName should match valid pattern");
  if (!queues.has(jobQueue)) return clientError(`JobQueue ${jobQueue} not found`);
  if (!definitions.has(jobDefinition)) return clientError(`JobDefinition ${jobDefinition} not found`);
  const size = arrayProperties?.size ?? 2;
  if (size < 2 || size > 10_000) return clientError("Array size must be in the range [2, 10000]");
  if ((timeout?.attemptDurationSeconds ?? 60) < 60) return clientError("attemptDurationSeconds must be at least 60");
  if (command.includes("")) return clientError("command must hold no empty string");
  if (environment.some(({ name }) => name.startsWith("AWS_BATCH"))) return clientError("AWS_BATCH is reserved");
  return null;
}

function matches([pattern = ""]: readonly string[], name: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.endsWith("*") ? name.toLowerCase().startsWith(wanted.slice(0, -1)) : name.toLowerCase() === wanted;
}

function clientError(message: string): StubRefusal {
  return { status: 400, name: "ClientException", message };
}

function refuse(response: ServerResponse, { status, name, message }: StubRefusal): void {
  response
    .writeHead(status, { "content-type": "application/json", "x-amzn-errortype": name })
    .end(JSON.stringify({ message }));
}
