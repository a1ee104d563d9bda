import { excerptOf } from "../answers/answer-text.ts";
import { classifyStatus, retryAfterMs } from "../answers/classify-status.ts";
import { memberOf, textOf } from "../answers/read-value.ts";
import type { AnswerVerdict, SourceAnswer } from "../source.ts";

/** What CoinGecko numbers its refusals with, beside the status. */
const CODES = { noKey: 10002, otherPlan: 10005, proKeyHere: 10010, demoKeyHere: 10011, tooOld: 10012 } as const;

/**
 * What an answer of CoinGecko means. Its limit is told with status 429, and at times with 200; a 401 is of the key, of the plan, or of
 * dates that the plan does not reach, which only the body says. A body that is cut off may be whole the next time.
 */
export function classifyCoingecko(answer: SourceAnswer): AnswerVerdict {
  const body = jsonOf(answer);
  const told = body === undefined ? null : problemOf(body);
  const isFine = answer.status >= 200 && answer.status < 300;
  if (told === null && isFine) {
    return body === undefined
      ? { kind: "retry", afterMs: null, reason: `the answer is no whole JSON${excerptOf(answer)}` }
      : { kind: "ok" };
  }
  const code = told?.code ?? answer.status;
  const reason = told?.message ?? `HTTP ${answer.status}${excerptOf(answer)}`;
  if (code === 429 || answer.status === 429) {
    return { kind: "retry", afterMs: retryAfterMs(answer), reason, isLimit: true };
  }
  switch (code) {
    case CODES.tooOld:
      return { kind: "not_on_plan", earliest: null, reason };
    case CODES.otherPlan:
      return { kind: "not_on_plan", earliest: null, reason };
    case CODES.noKey:
      return { kind: "unauthorized", reason: `${reason} (no key was sent: set COINGECKO_DEMO_API_KEY)` };
    case CODES.proKeyHere:
      return { kind: "unauthorized", reason: `${reason} (a pro key is set as COINGECKO_PRO_API_KEY)` };
    case CODES.demoKeyHere:
      return { kind: "unauthorized", reason: `${reason} (a demo key is set as COINGECKO_DEMO_API_KEY)` };
    default: {
      // An error in a body with status 200, of a kind that nobody has described.
      const verdict = isFine ? null : classifyStatus(answer);
      return verdict === null || verdict.kind === "ok" ? { kind: "refused", reason } : { ...verdict, reason };
    }
  }
}

function jsonOf({ body }: SourceAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

interface Told {
  readonly code: number | null;
  readonly message: string;
}

/** `{ status: … }`, `{ error: { status: … } }`, and `{ error: "coin not found" }`. */
function problemOf(body: unknown): Told | null {
  const error = memberOf(body, "error");
  if (typeof error === "string") return { code: null, message: error };
  const status = memberOf(error ?? body, "status");
  const code = memberOf(status, "error_code");
  if (typeof code !== "number") return null;
  return { code, message: textOf(status, "error_message") || `error ${code}` };
}
