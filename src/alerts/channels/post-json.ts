import type { Delivery } from "./channel.ts";
import { type HttpReceiver, noAnswer, refusal } from "./http-outcome.ts";

export interface JsonPost {
  /** Secret: whoever has it can post. */
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An answer is read no further: a receiver that never ends must not fill the memory. */
const MOST_BYTES = 4096;

/** Posts JSON once, within the receiver's time-out, without following a redirect. Never throws. */
export async function postJson(receiver: HttpReceiver, { url, body, headers, signal }: JsonPost): Promise<Delivery> {
  const deadline = AbortSignal.timeout(receiver.timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json; charset=utf-8", "user-agent": "nightgrid", ...headers },
      redirect: "manual",
      signal: AbortSignal.any([signal, deadline]),
    });
    const { status } = response;
    if (response.ok) {
      await response.body?.cancel();
      return { ok: true };
    }
    const retryAfter = response.headers.get("retry-after");
    return refusal(receiver, { status, retryAfter, body: await beginningOf(response) });
  } catch (error) {
    return noAnswer(receiver, error, { isCancelled: signal.aborted, isLate: deadline.aborted });
  }
}

/** What has come of it when it breaks off or time is up: the status is known, and decides. */
async function beginningOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= MOST_BYTES) break;
    }
  } catch {
    // What there is has to do.
  }
  return Buffer.concat(chunks).toString("utf8", 0, MOST_BYTES);
}
