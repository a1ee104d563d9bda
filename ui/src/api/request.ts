import { noteAnswer, noteSilence } from "../state/connection.ts";
import { apiUrl, type Query } from "./address.ts";
import { OfflineError, ProblemError, problemOf } from "./problem.ts";

export interface RequestOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

/** @throws ProblemError when the API refuses, OfflineError when nobody answers */
export async function getJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const answer = await send(apiUrl(path, options.query), {
    headers: { accept: "application/json" },
    ...signalOf(options),
  });
  return parsed<T>(answer);
}

/** The answer as a file of text, which may be long. @throws ProblemError when the API refuses, OfflineError when nobody answers */
export async function getText(path: string, query: Query = {}): Promise<Blob> {
  const answer = await send(apiUrl(path, query), { headers: { accept: "text/plain" } });
  return answer.blob();
}

export type ChangeMethod = "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * Changes something. A POST has an `Idempotency-Key`: `key` is made once per form, so that pressing again after a lost
 * answer starts nothing twice.
 * @throws ProblemError when the API refuses, OfflineError when nobody answers
 */
export async function change<T>(
  method: ChangeMethod,
  path: string,
  body: unknown,
  key: string = crypto.randomUUID(),
): Promise<T> {
  const answer = await send(apiUrl(path), {
    method,
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(method === "POST" && { "idempotency-key": key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return parsed<T>(answer);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    noteSilence();
    throw new OfflineError(error);
  }
  // A proxy that finds nobody behind it says so with these.
  if (answer.status === 502 || answer.status === 504) {
    noteSilence();
    throw new OfflineError(new Error(`${answer.status}`));
  }
  noteAnswer();
  if (!answer.ok) throw new ProblemError(problemOf(answer.status, await bodyOf(answer)));
  return answer;
}

/** The one place where an answer becomes a type: the API's own tests hold its answers to the schemas that the types are made of. */
async function parsed<T>(answer: Response): Promise<T> {
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function bodyOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

function signalOf({ signal }: RequestOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
