import { AppError, messageOf } from "../../../../core/errors/app-error.ts";
import { backoffDelayMs, USUAL_BACKOFF } from "../../calls/backoff.ts";
import type { SourceContext } from "../../source.ts";
import { type Refusal, sourceError } from "../../source-error.ts";

/** Classes of ccxt's errors, each with what it means, those below others of them first. What is none of them is a fault of the package. */
const MEANINGS = [
  ["BadSymbol", "not_found"],
  ["RestrictedLocation", "refused"],
  ["AuthenticationError", "unauthorized"],
  ["RateLimitExceeded", "limit"],
  ["DDoSProtection", "limit"],
  ["OperationFailed", "retry"],
  ["NetworkError", "retry"],
  ["ExchangeError", "refused"],
] as const;

type Meaning = Exclude<(typeof MEANINGS)[number][1], never>;

/**
 * A call of ccxt within its limits: what passes is waited for, and tried again.
 *
 * @throws AppError SOURCE_…
 */
export async function patiently<T>(
  name: string,
  context: Pick<SourceContext, "pause" | "note">,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const meaning = meaningOf(error);
      // What Nightgrid itself has said of the request passes through the package as it is.
      if (error instanceof AppError || meaning === null) throw error;
      const reason = messageOf(error);
      const tries = meaning === "limit" ? USUAL_BACKOFF.limitTries : USUAL_BACKOFF.tries;
      const passes = meaning === "limit" || meaning === "retry";
      if (!passes || attempt >= tries) throw sourceError(name, refusalOf(meaning, reason));
      const waitMs = backoffDelayMs(USUAL_BACKOFF, attempt, Math.random());
      context.note(`${reason}; again in ${Math.ceil(waitMs / 1000)} seconds`);
      await context.pause(waitMs);
    }
  }
}

function refusalOf(meaning: Meaning, reason: string): Refusal {
  switch (meaning) {
    case "limit":
      return { kind: "quota", until: null, reason };
    case "retry":
      return { kind: "retry", afterMs: null, reason };
    case "not_found":
    case "unauthorized":
    case "refused":
      return { kind: meaning, reason };
  }
}

/** By the names of its class and of those above it: the classes themselves are those of the installed version. */
function meaningOf(error: unknown): Meaning | null {
  const names = new Set<string>();
  for (let each: unknown = error; typeof each === "object" && each !== null; each = Object.getPrototypeOf(each)) {
    names.add(each.constructor.name);
  }
  return MEANINGS.find(([name]) => names.has(name))?.[1] ?? null;
}
