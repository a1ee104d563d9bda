import { createHmac } from "node:crypto";
import { webhookSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { sha256 } from "../../core/values/hash.ts";
import { renderWebhook } from "../render/render-webhook.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post-json.ts";

export interface WebhookSettings {
  /** Secret: whoever has it can post. */
  readonly url: string;
  /** Signs every message; null: none is signed. See `signingKey`. */
  readonly signingSecret: string | null;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. Default: the time of this process. */
  readonly now?: () => number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * JSON to any HTTP server (`renderWebhook`). `Idempotency-Key` is the same for every try of a message; with a secret the
 * headers of Standard Webhooks tell who sent it, and when.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookChannel(settings: WebhookSettings): Channel {
  const { url, signingSecret, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now } = settings;
  const secrets = new SecretMask([...webhookSecrets(url), signingSecret ?? ""]);
  const receiver = { name: "the webhook", secrets, timeoutMs };
  return {
    name: "webhook",
    unavailable: null,
    deliver: (message, { signal, idempotencyKey }) => {
      const id = headerSafe(idempotencyKey);
      const body = JSON.stringify(renderWebhook(message, id));
      const signature =
        signingSecret === null ? {} : signed({ id, body, seconds: Math.floor(now() / 1000) }, signingSecret);
      return postJson(receiver, { url, body, headers: { "idempotency-key": id, ...signature }, signal });
    },
  };
}

function signed(
  { id, body, seconds }: { readonly id: string; readonly body: string; readonly seconds: number },
  secret: string,
): Readonly<Record<string, string>> {
  const digest = createHmac("sha256", signingKey(secret)).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${digest}` };
}

/** `whsec_` and base64, as the standard has it; anything else is taken as it is written. */
function signingKey(secret: string): Buffer {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  return base64 === undefined ? Buffer.from(secret, "utf8") : Buffer.from(base64, "base64");
}

/** A key is made of a run and of a name that a user gave: what does not fit into a header is hashed. */
function headerSafe(key: string): string {
  return /^[\x21-\x7e]{1,255}$/.test(key) ? key : sha256(key);
}
