import { webhookSecrets } from "../../core/text/known-secrets.ts";
import { SecretMask } from "../../core/text/secret-mask.ts";
import { renderTeams } from "../render/render-teams.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post-json.ts";

export interface TeamsSettings {
  /** Of a workflow "When a Teams webhook request is received". Secret: whoever has it can post. */
  readonly webhookUrl: string;
  /** Of one try, answer included. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Microsoft Teams through a workflow's webhook, as an Adaptive Card. A workflow answers 202 before it has posted: what goes
 * wrong after that is in its run history alone.
 *
 * @see https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498
 */
export function teamsChannel({ webhookUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: TeamsSettings): Channel {
  const receiver = { name: "Teams", secrets: new SecretMask(webhookSecrets(webhookUrl)), timeoutMs };
  return {
    name: "teams",
    unavailable: null,
    deliver: (message, { signal }) =>
      postJson(receiver, { url: webhookUrl, body: JSON.stringify(renderTeams(message)), signal }),
  };
}
