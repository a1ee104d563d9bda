import type { FetchFunction } from "@slack/webhook";
import { webhookSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { renderSlack } from "../render/render-slack.ts";
import type { Channel, Delivery } from "./channel.ts";
import { postJson } from "./post-json.ts";

export interface SlackSettings {
  /** Secret: whoever has it can post. */
  readonly webhookUrl: string;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Slack's incoming webhooks. The client makes the request; posting it and judging the answer are those of all channels,
 * since the client would read an answer without an end.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slackChannel({ webhookUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: SlackSettings): Channel {
  const receiver = { name: "Slack", secrets: new SecretMask(webhookSecrets(webhookUrl)), timeoutMs };
  return {
    name: "slack",
    unavailable: null,
    async deliver(message, { signal }) {
      let delivery: Delivery = { ok: false, retryable: true, error: "Slack was not asked" };
      const post: FetchFunction = async (url, request) => {
        delivery = await postJson(receiver, {
          url: String(url),
          body: typeof request?.body === "string" ? request.body : "",
          signal,
        });
        return new Response("ok");
      };
      // Only a process that sends something pays for loading the client.
      const { IncomingWebhook } = await import("@slack/webhook");
      const { text, blocks } = renderSlack(message);
      await new IncomingWebhook(webhookUrl, { fetch: post }).send({ text, blocks: [...blocks] as never });
      return delivery;
    },
  };
}
