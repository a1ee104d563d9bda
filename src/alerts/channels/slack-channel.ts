import type { FetchFunction } from "@slack/webhook";
import { messageOf } from "../../core/errors/app-error.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { oneLine } from "../message/plain-text.ts";
import { renderSlack, type SlackPayload } from "../render/render-slack.ts";
import type { Channel, Delivery, DeliveryFailure, DeliveryOptions } from "./channel.ts";

export interface SlackSettings {
  /** Secret: whoever has it can post. */
  readonly webhookUrl: string;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 200;

/** What came back, when anything did. */
interface Answer {
  status: number | null;
  retryAfter: string | null;
}

/** Slack's incoming webhooks. @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackChannel({ webhookUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: SlackSettings): Channel {
  const secrets = new SecretMask(secretsOf(webhookUrl));

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
      if (signal.aborted) return failure("the delivery was cancelled", true);
      if (deadline.aborted) return failure(`Slack did not answer within ${timeoutMs / 1000} s`, true);
      if (answer.status === null) return failure(`Slack was not reached: ${secrets.mask(rootMessage(error))}`, true);
      return refusal(answer, shortened(secrets.mask(bodyOf(error))));
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

function refusal({ status, retryAfter }: Answer, body: string): DeliveryFailure {
  const code = status ?? 0;
  const error = `Slack answered ${code}${body === "" ? "" : ` (${body})`}`;
  const retryable = code === 429 || code === 408 || code >= 500;
  const retryAfterMs = retryAfterToMs(retryAfter);
  return retryable && retryAfterMs !== null ? { ...failure(error, true), retryAfterMs } : failure(error, retryable);
}

/** Slack sends whole seconds; the date form of HTTP is left to the usual backoff. */
function retryAfterToMs(header: string | null): number | null {
  return header !== null && /^\d{1,7}$/.test(header.trim()) ? Number(header) * 1000 : null;
}

function failure(error: string, retryable: boolean): DeliveryFailure {
  return { ok: false, retryable, error: oneLine(error) };
}

/** Slack explains a refusal in a word or two: `invalid_payload`, `no_service`. */
function bodyOf(error: unknown): string {
  const body = error instanceof Error && "body" in error ? String(error.body) : "";
  return oneLine(body);
}

/** After the secrets are out: half of one would not be known again. */
function shortened(body: string): string {
  return body.slice(0, LONGEST_ANSWER).toWellFormed();
}

/** `fetch failed` says nothing; the reason is at the end of the chain of causes. */
function rootMessage(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? rootMessage(error.cause) : messageOf(error);
}

function secretsOf(webhookUrl: string): readonly string[] {
  if (!URL.canParse(webhookUrl)) return [webhookUrl];
  const { pathname, search, username, password } = new URL(webhookUrl);
  return [webhookUrl, pathname.slice(1), search.slice(1), username, password, ...pathname.split("/").slice(-1)];
}
