import { messageOf } from "../../core/errors/app-error.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { oneLine } from "../message/plain-text.ts";
import type { DeliveryFailure } from "./channel.ts";
import { LONGEST_ASKED_MS } from "./delivery-delay.ts";

/** What a receiver answered. */
export interface HttpAnswer {
  readonly status: number;
  /** The header, as it came. */
  readonly retryAfter: string | null;
  readonly body: string;
}

/** Who is spoken to, and what must not be repeated. */
export interface HttpReceiver {
  /** For people: `Slack`. */
  readonly name: string;
  readonly secrets: SecretMask;
  readonly timeoutMs: number;
}

const LONGEST_ANSWER = 200;
/** Of 4xx: request time-out, too early, too many requests. */
const AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/** Why an answer of 300 and more is a failure. 4xx cannot be helped by another try, but for those that ask for one. */
export function refusal({ name, secrets }: HttpReceiver, { status, retryAfter, body }: HttpAnswer): DeliveryFailure {
  // After the secrets are out: half of one would not be known again.
  const text = oneLine(secrets.mask(body)).slice(0, LONGEST_ANSWER).toWellFormed();
  const error = oneLine(`${name} answered ${status}${text === "" ? "" : ` (${text})`}`);
  const retryable = AGAIN.has(status) || status >= 500;
  const retryAfterMs = retryAfterToMs(retryAfter, Date.now());
  return { ok: false, retryable, ...(retryable && retryAfterMs !== null && { retryAfterMs }), error };
}

/** Why there was no answer at all: always worth another try. */
export function noAnswer(
  { name, secrets, timeoutMs }: HttpReceiver,
  error: unknown,
  { isCancelled, isLate }: { readonly isCancelled: boolean; readonly isLate: boolean },
): DeliveryFailure {
  if (isCancelled) return { ok: false, retryable: true, error: "the delivery was cancelled" };
  const reason = isLate
    ? `${name} did not answer within ${timeoutMs / 1000} s`
    : `${name} was not reached: ${secrets.mask(rootMessage(error))}`;
  return { ok: false, retryable: true, error: oneLine(reason) };
}

/**
 * Whole seconds, or a date of HTTP, as milliseconds from now on, at most a day; null for anything else and for the past.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterToMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_ASKED_MS);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const waitMs = Date.parse(text) - nowMs;
  return waitMs > 0 ? Math.min(waitMs, LONGEST_ASKED_MS) : null;
}

/** `fetch failed` says nothing; the reason is at the end of the chain of causes. */
function rootMessage(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? rootMessage(error.cause) : messageOf(error);
}
