import { webhookSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { renderSlack } from "../render/render-slack.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post-json.ts";

export interface SlackSettings {
  /** Secret: whoever has it can post. */
  readonly webhookUrl: string;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Slack's incoming webhooks. @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export function slackChannel({ webhookUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: SlackSettings): Channel {
  const receiver = { name: "Slack", secrets: new SecretMask(webhookSecrets(webhookUrl)), timeoutMs };
  return {
    name: "slack",
    unavailable: null,
    deliver: (message, { signal }) =>
      postJson(receiver, { url: webhookUrl, body: JSON.stringify(renderSlack(message)), signal }),
  };
}
