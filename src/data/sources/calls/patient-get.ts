import type { SecretMask } from "../../../core/text/secret-mask.ts";
import { type Refusal, sourceError } from "../source-error.ts";
import type { AnswerVerdict, Source, SourceContext, SourceRequest } from "../source.ts";
import { type Backoff, backoffDelayMs, USUAL_BACKOFF } from "./backoff.ts";
import type { Sent } from "./http-get.ts";

/** The turns of a source and key, which all processes share. */
export interface Turns {
  /** Milliseconds until ours. */
  take(): Promise<number>;
  /** Nobody's comes sooner than in so many milliseconds. */
  hold(waitMs: number): Promise<void>;
}

export interface CallDeps {
  /** One call. */
  send(request: SourceRequest): Promise<Sent>;
  readonly turns: Turns;
  /** @throws the reason of the signal that ends the fetching */
  wait(ms: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
  now(): Date;
  /** Takes keys out of what others wrote: some repeat the key that they refuse. */
  readonly secrets: Pick<SecretMask, "mask">;
  /** Hears of each try that failed. */
  onRetry?(reason: string, waitMs: number): void;
  readonly backoff?: Backoff;
}

type Retry = Extract<AnswerVerdict, { readonly kind: "retry" }>;

/** The `get` of a source: it waits its turn, and again after what passes. */
export function patientGet(source: Pick<Source, "name" | "classify">, deps: CallDeps): SourceContext["get"] {
  const { turns, backoff = USUAL_BACKOFF } = deps;
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      await deps.wait(await turns.take());
      const sent = await deps.send(request);
      const verdict: AnswerVerdict =
        sent.kind === "answer" ? source.classify(sent.answer) : { kind: "retry", afterMs: null, reason: sent.reason };
      if (verdict.kind === "ok") {
        if (verdict.pauseMs !== undefined) await turns.hold(verdict.pauseMs);
        if (sent.kind === "answer") return sent.answer;
        continue;
      }
      const reason = deps.secrets.mask(verdict.reason);
      if (verdict.kind !== "retry") throw sourceError(source.name, { ...verdict, reason });
      const waitMs = verdict.afterMs ?? backoffDelayMs(backoff, attempt, deps.random());
      if (isLast(verdict, { attempt, waitMs, backoff }))
        throw sourceError(source.name, lastWord(verdict, reason, deps));
      deps.onRetry?.(reason, waitMs);
      // What one process is told counts for all: they have the same limit.
      if (verdict.isLimit === true || verdict.afterMs !== null) await turns.hold(waitMs);
      else await deps.wait(waitMs);
    }
  };
}

function isLast(
  { isLimit }: Retry,
  { attempt, waitMs, backoff }: { readonly attempt: number; readonly waitMs: number; readonly backoff: Backoff },
): boolean {
  return attempt >= (isLimit === true ? backoff.limitTries : backoff.tries) || waitMs > backoff.longestMs;
}

/** A limit that does not pass is a quota. */
function lastWord({ isLimit, afterMs }: Retry, reason: string, { now }: Pick<CallDeps, "now">): Refusal {
  if (isLimit !== true && afterMs === null) return { kind: "retry", afterMs: null, reason };
  return { kind: "quota", until: afterMs === null ? null : new Date(now().getTime() + afterMs), reason };
}
