import { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import { printable } from "../../core/text/printable.ts";
import type { AnswerVerdict } from "./source.ts";

/** Any verdict that ends the asking; `retry` does when all tries are used up. */
export type Refusal = Exclude<AnswerVerdict, { readonly kind: "ok" }>;

const CODES = {
  retry: "SOURCE_UNREACHABLE",
  quota: "SOURCE_QUOTA",
  not_found: "SOURCE_SYMBOL_UNKNOWN",
  not_on_plan: "SOURCE_NOT_ON_PLAN",
  unauthorized: "SOURCE_KEY_REFUSED",
  refused: "SOURCE_REFUSED",
} as const satisfies Record<Refusal["kind"], ErrorCode>;

const LONGEST_REASON = 300;

/**
 * The error that a source ends with.
 *
 * @param source its name
 */
export function sourceError(source: string, refusal: Refusal): AppError {
  const hint = hintOf(refusal);
  const message = `${source}: ${shortened(refusal.reason)}`;
  return new AppError(CODES[refusal.kind], message, { ...(hint !== null && { hint }), details: { source } });
}

/**
 * For an answer that is not what the source promises: nothing of it is taken.
 *
 * @param problem half a sentence, such as `bar 3 has no close`
 */
export function invalidAnswer(source: string, problem: string, hint = ASK_AGAIN): AppError {
  return new AppError("SOURCE_ANSWER_INVALID", `${source}: ${shortened(problem)}`, { hint, details: { source } });
}

const ASK_AGAIN = "Ask again; when it comes again, the service has changed, or the address is not the one you mean.";

/** Whether a source has answered that there is no such thing, which may be an answer in itself. */
export function isNotFound(error: unknown): boolean {
  return error instanceof AppError && error.code === "SOURCE_SYMBOL_UNKNOWN";
}

function hintOf(refusal: Refusal): string | null {
  switch (refusal.kind) {
    case "retry":
      return "It may pass: ask again later. What was fetched before is kept.";
    case "quota":
      return refusal.until === null
        ? "Ask again later. What was fetched before is kept."
        : `Ask again after ${refusal.until.toISOString()}. What was fetched before is kept.`;
    case "not_found":
      return "Names are those of the source.";
    case "not_on_plan":
      return refusal.earliest === null
        ? "Ask for a later beginning, or use the key of another plan."
        : `Ask from ${refusal.earliest} on, or use the key of another plan.`;
    case "unauthorized":
      return "Check the key, and that it belongs to this address and plan.";
    case "refused":
      return null;
  }
}

/** What others wrote may be long, and may hold signs that mean something to a terminal. */
function shortened(text: string): string {
  const line = printable(text).replaceAll(/\s+/g, " ").trim().toWellFormed();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON).toWellFormed()} …` : line;
}
