import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../core/errors/app-error.ts";
import { newRunId, type RunId } from "../../core/names/ids.ts";
import type { Principal } from "../../core/names/principal.ts";
import { claimRequest, keepAnswer, type KeyedRequest, releaseRequest } from "../../store/request-answers.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { ERROR_OUTCOMES } from "../../contract/error-outcomes.ts";
import { bytes, type Answer } from "../routing/answer.ts";

const LONGEST_KEY = 255;
const RETRY_AFTER_S = 1;

interface Surroundings {
  readonly request: FastifyRequest;
  readonly principal: Principal;
  readonly database: Database;
  readonly now: Date;
}

/**
 * Does what a request asks for, once per `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): one that comes
 * again within a day gets the first answer. Without a key it is simply done.
 *
 * @param work gets the id for a run that it starts; null: any
 * @throws AppError REQUEST_INVALID of the key, KEY_REUSED for another request, REQUEST_UNDER_WAY; and those of `work`, after
 *   which the key is free again
 */
export async function doOnce(
  { request, principal, database, now }: Surroundings,
  work: (runId: RunId | null) => Promise<Answer>,
): Promise<Answer> {
  const key = keyOf(request);
  if (key === null) return work(null);
  const keyed: KeyedRequest = {
    askedBy: `${principal.kind}:${principal.id}`,
    key,
    requestHash: createHash("sha256")
      .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
      .digest("hex"),
  };
  const claim = await claimRequest(database, keyed, newRunId(now));
  switch (claim.kind) {
    case "done": {
      const { status, headers, body } = claim.answer;
      const again = bytes("application/json; charset=utf-8", body);
      return { ...again, status, headers: { ...headers, "idempotency-replayed": "true" } };
    }
    case "held":
      throw new AppError("REQUEST_UNDER_WAY", "A request with this Idempotency-Key is being done.", {
        hint: "Send it again in a moment: it gets the same answer.",
        details: { retryAfterS: RETRY_AFTER_S },
      });
    case "other":
      throw new AppError("KEY_REUSED", "This Idempotency-Key was sent with another request.", {
        hint: "Take a new key for each thing that is to be done, such as a UUID.",
      });
    case "ours":
      return keepingAnswer(database, keyed, () => work(claim.runId));
  }
}

async function keepingAnswer(database: Database, keyed: KeyedRequest, work: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await work();
    const { status, headers, body } = answer;
    if (body.kind === "json") await keepAnswer(database, keyed, { status, headers, body: JSON.stringify(body.value) });
    else await releaseRequest(database, keyed, true);
    return answer;
  } catch (error) {
    const isRefused = error instanceof AppError && ERROR_OUTCOMES[error.code].status < 500;
    await releaseRequest(database, keyed, isRefused).catch(() => undefined);
    throw error;
  }
}

/** Null where none was sent. */
function keyOf({ headers }: FastifyRequest): string | null {
  const given = headers["idempotency-key"];
  if (given === undefined) return null;
  const key = String(given);
  // The draft has it in quotes, most clients send it bare.
  const bare = key.replace(/^"(.*)"$/, "$1");
  if (/^[\x21-\x7e]{1,255}$/.test(bare)) return bare;
  throw new AppError("REQUEST_INVALID", `The header Idempotency-Key takes 1 to ${LONGEST_KEY} printable characters.`, {
    hint: "Send a UUID.",
  });
}
