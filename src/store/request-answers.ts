import type { RunId } from "../core/names/ids.ts";
import type { Connection } from "./connection/transaction.ts";
import { jsonText } from "./connection/storable-client.ts";

/** A request that is to be done once. */
export interface KeyedRequest {
  /** Who asks; keys of others are other keys. */
  readonly askedBy: string;
  readonly key: string;
  readonly requestHash: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is known of a request: it is ours to do, was done, is being done, or its key stands for another one. */
export type RequestClaim =
  | { readonly kind: "ours"; readonly runId: RunId }
  | { readonly kind: "done"; readonly answer: StoredAnswer }
  | { readonly kind: "held" }
  | { readonly kind: "other" };

/** How long keys are known. */
const KEPT = "24 hours";
/** How long a request may take before it is taken to be lost with its process. */
const HELD = "60 seconds";

/** Takes a request upon us. @param runId of the run that it starts, unless an earlier try has one already */
export async function claimRequest(connection: Connection, request: KeyedRequest, runId: RunId): Promise<RequestClaim> {
  const { askedBy, key, requestHash } = request;
  await connection.query({
    name: "forget-request-answers",
    text: `
      delete from request_answer where ctid = any (array(
        select ctid from request_answer where asked_at < now() - interval '${KEPT}' limit 1000))`,
  });
  const { rows } = await connection.query<{ run_id: RunId }>({
    name: "claim-request",
    text: `
      insert into request_answer as known (asked_by, key, request_hash, run_id, held_until)
      values ($1, $2, $3, $4, now() + interval '${HELD}')
      on conflict (asked_by, key) do update set held_until = excluded.held_until
        where known.status is null and known.held_until <= now() and known.request_hash = excluded.request_hash
      returning run_id`,
    values: [askedBy, key, requestHash, runId],
  });
  const [ours] = rows;
  return ours === undefined ? knownClaim(connection, request) : { kind: "ours", runId: ours.run_id };
}

async function knownClaim(connection: Connection, { askedBy, key, requestHash }: KeyedRequest): Promise<RequestClaim> {
  const { rows } = await connection.query<{
    request_hash: string;
    status: number | null;
    headers: StoredAnswer["headers"] | null;
    body: string | null;
  }>({
    name: "read-request-answer",
    text: `select request_hash, status, headers, body from request_answer where asked_by = $1 and key = $2`,
    values: [askedBy, key],
  });
  const [known] = rows;
  if (known === undefined) return { kind: "held" };
  if (known.request_hash !== requestHash) return { kind: "other" };
  if (known.status === null) return { kind: "held" };
  return { kind: "done", answer: { status: known.status, headers: known.headers ?? {}, body: known.body ?? "" } };
}

export async function keepAnswer(connection: Connection, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
  await connection.query({
    name: "keep-request-answer",
    text: `update request_answer set status = $3, headers = $4, body = $5 where asked_by = $1 and key = $2`,
    values: [request.askedBy, request.key, answer.status, jsonText(answer.headers), answer.body],
  });
}

/**
 * Gives a request back that was not done.
 *
 * @param isKnown it has surely changed nothing: forgotten; otherwise whoever sends it again finds what it has done
 */
export async function releaseRequest(connection: Connection, request: KeyedRequest, isKnown: boolean): Promise<void> {
  await connection.query({
    name: isKnown ? "forget-request" : "release-request",
    text: isKnown
      ? `delete from request_answer where asked_by = $1 and key = $2 and status is null`
      : `update request_answer set held_until = now() where asked_by = $1 and key = $2 and status is null`,
    values: [request.askedBy, request.key],
  });
}
