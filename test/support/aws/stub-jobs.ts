import { randomUUID } from "node:crypto";

export type StubState = "SUBMITTED" | "PENDING" | "RUNNABLE" | "STARTING" | "RUNNING" | "SUCCEEDED" | "FAILED";

/** How a child goes on once it is submitted. */
export type ChildFate =
  /** Waits in the queue until it is terminated. */
  | { readonly kind: "queued"; readonly reason?: string }
  /** Runs until it is terminated, or let go: then it does its work. */
  | { readonly kind: "held" }
  /** Does its work, whatever that is; AWS then says so, or what `as` has. */
  | { readonly kind: "works"; readonly as?: ChildEnd }
  | ({ readonly kind: "ends" } & ChildEnd);

export interface ChildEnd {
  readonly state: "SUCCEEDED" | "FAILED";
  readonly statusReason?: string;
  readonly exitCode?: number;
  readonly containerReason?: string;
}

export interface StubChild {
  readonly index: number;
  readonly jobId: string;
  state: StubState;
  end: ChildEnd | null;
  reason: string;
  /** Ends what works; resolves the wait of one that is held. */
  stop: (() => void) | null;
}

export interface StubJob {
  readonly jobId: string;
  readonly jobName: string;
  readonly queue: string;
  readonly createdAt: number;
  readonly isArray: boolean;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number | null;
  readonly children: readonly StubChild[];
}

export function newStubJob(job: Omit<StubJob, "jobId" | "children" | "isArray">, size: number | null): StubJob {
  const jobId = randomUUID();
  const children = Array.from({ length: size ?? 1 }, (_, index) => ({
    index,
    jobId: size === null ? jobId : `${jobId}:${index}`,
    state: "SUBMITTED" as const,
    end: null,
    reason: "",
    stop: null,
  }));
  return { ...job, jobId, isArray: size !== null, children };
}

export function isOver({ state }: Pick<StubChild, "state">): boolean {
  return state === "SUCCEEDED" || state === "FAILED";
}

/** As AWS has it: a parent is PENDING while children run, and FAILED when one of them has. */
export function stateOf({ isArray, children }: StubJob): StubState {
  const [first] = children;
  if (!isArray) return first?.state ?? "SUBMITTED";
  if (!children.every(isOver)) return "PENDING";
  return children.some(({ state }) => state === "FAILED") ? "FAILED" : "SUCCEEDED";
}

/** Its own, not those of its children. */
export function detailOf(job: StubJob): unknown {
  const { jobId, jobName, createdAt, isArray, children } = job;
  const [only] = children;
  const state = stateOf(job);
  if (!isArray && only !== undefined) return { ...summaryOf(job, only), container: containerOf(only) };
  const statusSummary: Record<string, number> = {};
  for (const child of children) statusSummary[child.state] = (statusSummary[child.state] ?? 0) + 1;
  const failed = children.find((child) => child.state === "FAILED");
  return {
    jobId,
    jobName,
    createdAt,
    status: state,
    ...(failed !== undefined && state === "FAILED" && { statusReason: "Array Child Job failed" }),
    arrayProperties: { size: children.length, statusSummary },
  };
}

export function summaryOf({ jobName, createdAt, isArray }: StubJob, child: StubChild): Record<string, unknown> {
  return {
    jobId: child.jobId,
    jobName,
    createdAt,
    status: child.state,
    ...(child.reason !== "" && { statusReason: child.reason }),
    container: containerOf(child),
    ...(isArray && { arrayProperties: { index: child.index } }),
  };
}

function containerOf({ end }: StubChild): Record<string, unknown> {
  return {
    ...(end?.exitCode !== undefined && { exitCode: end.exitCode }),
    ...(end?.containerReason !== undefined && { reason: end.containerReason }),
  };
}
