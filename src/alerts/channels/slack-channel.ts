import type { FetchFunction } from "@slack/webhook";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { webhookSecrets } from "../../core/text/known-secrets.ts";
import { renderSlack, type SlackPayload } from "../render/render-slack.ts";
import type { Channel, Delivery, DeliveryOptions } from "./channel.ts";
import { type HttpReceiver, noAnswer, refusal } from "./http-outcome.ts";

export interface SlackSettings {
  /** Secret: whoever has it can post. */
  readonly webhookUrl: string;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** What came back, when anything did. */
interface Answer {
  status: number | null;
  retryAfter: string | null;
}

/** Slack's incoming webhooks. @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackChannel({ webhookUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: SlackSettings): Channel {
  const receiver: HttpReceiver = { name: "Slack", secrets: new SecretMask(webhookSecrets(webhookUrl)), timeoutMs };

  const deliver = async (payload: SlackPayload, signal: AbortSignal): Promise<Delivery> => {
    const answer: Answer = { status: null, retryAfter: null };
    // Only a process that sends something pays for loading the client.
    const { IncomingWebhook } = await import("@slack/webhook");
    const deadline = AbortSignal.timeout(timeoutMs);
    const webhook = new IncomingWebhook(webhookUrl, { fetch: observed(answer, AbortSignal.any([signal, deadline])) });
    try {
      await webhook.send({ text: payload.text, blocks: [...payload.blocks] as never });
      return { ok: true };
    } catch (error) {
      const { status, retryAfter } = answer;
      const isEnded = signal.aborted || deadline.aborted;
      if (status !== null && !isEnded) return refusal(receiver, { status, retryAfter, body: bodyOf(error) });
      return noAnswer(receiver, error, { isCancelled: signal.aborted, isLate: deadline.aborted });
    }
  };

  return {
    name: "slack",
    unavailable: null,
    deliver: (message, { signal }: DeliveryOptions) => deliver(renderSlack(message), signal),
  };
}

/** The client forgets the response headers, and its time-out cannot be combined with a signal: both are done here. */
function observed(answer: Answer, signal: AbortSignal): FetchFunction {
  return async (url, init) => {
    const response = await fetch(url, { ...(init as RequestInit), signal });
    answer.status = response.status;
    answer.retryAfter = response.headers.get("retry-after");
    return response;
  };
}

/** Slack explains a refusal in a word or two: `invalid_payload`, `no_service`. */
function bodyOf(error: unknown): string {
  return error instanceof Error && "body" in error ? String(error.body) : "";
}
