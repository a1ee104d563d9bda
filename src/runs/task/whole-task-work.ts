import type { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import type { RetrySpec } from "../../core/spec/retry-spec.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../store/moves/attempt-moves.ts";
import type { WorkDeps } from "../work-deps.ts";

/** What is done for a task of a kind that is taken as a whole. */
export interface WholeTaskWork {
  /** Of what is thrown and carries none. */
  readonly failureCode: ErrorCode;
  /** What is said of tries at it. */
  retryOf(spec: DagSpec, task: ClaimedTask): RetrySpec;
  /** @returns the output of the task, kept when it is JSON */
  perform(task: ClaimedTask, parts: WorkParts): Promise<unknown>;
  /** Why a task fails that has come to this output, which is kept all the same; null, or absent: it does not. Never tried again. */
  refusalOf?(output: unknown): AppError | null;
}

export interface WorkParts {
  readonly spec: DagSpec;
  /** Fires when the run is told to stop. */
  readonly signal: AbortSignal;
  readonly deps: WorkDeps;
}
