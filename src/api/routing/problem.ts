import type { FastifyReply, FastifyRequest } from "fastify";
import { errorJson } from "../../contract/json/error-json.ts";
import { ERROR_OUTCOMES } from "../../contract/error-outcomes.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { explainDatabaseError } from "../../store/problems/explain-database-error.ts";
import type { Logger } from "../../core/log.ts";
import { explainInvalidRequest } from "../requests/explain-invalid-request.ts";

/** What of an answer that could not be given is said (RFC 9457). */
export interface Problem {
  /** The page of the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string | null;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly request_id: string;
}

const RETRY_AFTER_S = 2;
export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

interface Answering {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly log: Logger;
  /** Path below which the service is reached. */
  readonly base: string;
  /** What old clients read in the same document. */
  readonly besides?: (problem: Problem) => Readonly<Record<string, unknown>>;
}

/** Answers whatever was thrown. What is no fault that we know is said to the log alone. */
export function sendProblem(thrown: unknown, { request, reply, log, base, besides }: Answering): FastifyReply {
  const error = knownError(thrown);
  const status = error === null ? 500 : ERROR_OUTCOMES[error.code].status;
  if (error === null) {
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    log.error("A request failed by a bug of Nightgrid", { request_id: request.id, stack });
  }
  const { errors, retryAfterS, allow, ...details } = error?.details ?? {};
  const seconds = typeof retryAfterS === "number" ? retryAfterS : status === 503 ? RETRY_AFTER_S : null;
  if (seconds !== null) void reply.header("retry-after", String(seconds));
  if (typeof allow === "string") void reply.header("allow", allow);
  const said = error === null ? UNEXPECTED : errorJson(error);
  const problem: Problem = {
    type: `${base}/api/v1/errors/${said.code}`,
    title: titleOf(said.code),
    status,
    detail: said.message,
    code: said.code,
    hint: said.hint,
    errors: Array.isArray(errors) ? errors : [],
    details,
    request_id: request.id,
  };
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify({ ...problem, ...besides?.(problem) }));
}

const UNEXPECTED = {
  code: "UNEXPECTED",
  message: "Nightgrid failed at this request by a bug of its own.",
  hint: "The log of the service has it, under the request id.",
};

/** Null for a bug. */
function knownError(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown;
  const invalid = explainInvalidRequest(thrown);
  if (invalid !== null) return invalid;
  const explained = explainDatabaseError(thrown);
  return explained instanceof AppError ? explained : null;
}

/** `RUN_NOT_FOUND`: "Run not found" */
function titleOf(code: string): string {
  const words = code.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
