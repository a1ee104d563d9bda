import type { AnswerVerdict, SourceAnswer } from "../source.ts";
import { excerptOf } from "./answer-text.ts";

/**
 * What an answer means by its status alone, for sources that keep to the rules of HTTP: 429 is a limit, 408, 425 and 5xx pass, 401
 * and 403 are about the key, 404 is an instrument that is not there, any other from 400 on is a refusal.
 */
export function classifyStatus(answer: SourceAnswer): AnswerVerdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "ok" };
  const reason = `HTTP ${status}${excerptOf(answer)}`;
  if (status === 429) return { kind: "retry", afterMs: retryAfterMs(answer), reason, isLimit: true };
  if (PASSING.has(status) || status >= 500) return { kind: "retry", afterMs: retryAfterMs(answer), reason };
  if (status === 401 || status === 403) return { kind: "unauthorized", reason };
  if (status === 404) return { kind: "not_found", reason };
  return { kind: "refused", reason };
}

const PASSING: ReadonlySet<number> = new Set([408, 425]);

const LONGEST_WAIT_MS = 24 * 3600 * 1000;

/**
 * `Retry-After` in milliseconds, be it written in seconds or as a date; null when it is not told or makes no sense.
 *
 * @param now the clock that a date is compared with; default: what the answer itself says in `Date`
 */
export function retryAfterMs({ headers }: SourceAnswer, now = Date.parse(headers["date"] ?? "")): number | null {
  const told = headers["retry-after"]?.trim() ?? "";
  const ms = /^\d+(\.\d+)?$/.test(told) ? Number(told) * 1000 : Date.parse(told) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, LONGEST_WAIT_MS) : null;
}
