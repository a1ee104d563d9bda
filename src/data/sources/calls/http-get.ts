import { invalidAnswer } from "../source-error.ts";
import { MAX_ANSWER_BYTES, type SourceAnswer, type SourceRequest } from "../source.ts";

/** Nothing at all for so long, in milliseconds: a page of bars takes a second or two. */
const LONGEST_SILENCE_MS = 30_000;

/** An answer, or why none came, or half of one; what is said names no address, which may have a key in it. */
export type Sent =
  | { readonly kind: "answer"; readonly answer: SourceAnswer }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * One GET. Redirects are answers like any other: a key must not follow them to another host.
 *
 * @param source its name, for messages
 * @throws AppError SOURCE_ANSWER_INVALID for a body above `maxBytes`; the signal's reason
 */
export async function httpGet(
  source: string,
  { url, headers = {}, maxBytes = MAX_ANSWER_BYTES }: SourceRequest,
  { signal, silenceMs = LONGEST_SILENCE_MS }: { readonly signal: AbortSignal; readonly silenceMs?: number },
): Promise<Sent> {
  signal.throwIfAborted();
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json, text/csv, */*", "user-agent": "nightgrid", ...headers },
      redirect: "manual",
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const body = await readBody(response, { source, maxBytes, onPart: () => timer.refresh() });
    const answer = { status: response.status, headers: Object.fromEntries(response.headers), body };
    return { kind: "answer", answer };
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted) return { kind: "failed", reason: `no answer within ${silenceMs / 1000} seconds` };
    if (error instanceof TypeError) return { kind: "failed", reason: reasonOf(error) };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(
  response: Response,
  { source, maxBytes, onPart }: { readonly source: string; readonly maxBytes: number; readonly onPart: () => void },
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    onPart();
    size += part.length;
    // Leaving the loop ends the connection.
    if (size > maxBytes)
      throw invalidAnswer(source, `the answer is larger than ${maxBytes.toLocaleString("en")} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** What `fetch` keeps in the cause, such as ECONNREFUSED; its own message is always "fetch failed". */
function reasonOf(error: TypeError): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return "the address cannot be asked";
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : null;
  switch (code) {
    case "ECONNREFUSED":
      return "nothing answers there (ECONNREFUSED)";
    case "ENOTFOUND":
      return "there is no such host (ENOTFOUND)";
    case "UND_ERR_SOCKET":
      return "the connection was closed in the middle of the answer";
    case null:
      return "the connection failed";
    default:
      return `the connection failed (${code})`;
  }
}
