import type { ChannelName } from "../../core/names/channels.ts";
import { unavailableChannel, type Channel } from "./channel.ts";
import { emailChannel } from "./email-channel.ts";
import { slackChannel } from "./slack-channel.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type Channels = Readonly<Record<ChannelName, Channel>>;

/**
 * The channels that the environment configures: `SLACK_WEBHOOK_URL`; `SMTP_URL`, `ALERT_EMAIL_FROM` and
 * `ALERT_EMAIL_TO` (several with commas). A channel without its settings, or with unusable ones, is `unavailable`
 * and says why: a bad setting must not fail a run.
 */
export function channelsFromEnv(env: Environment): Channels {
  return { slack: slackFrom(env), email: emailFrom(env) };
}

function slackFrom(env: Environment): Channel {
  const { SLACK_WEBHOOK_URL: webhookUrl = "" } = env;
  if (webhookUrl === "") return notConfigured("slack", ["SLACK_WEBHOOK_URL"]);
  if (!/^https?:\/\//i.test(webhookUrl) || !URL.canParse(webhookUrl)) {
    return unavailableChannel("slack", "SLACK_WEBHOOK_URL cannot be used: it must be an https:// address");
  }
  return slackChannel({ webhookUrl });
}

function emailFrom(env: Environment): Channel {
  const { SMTP_URL: smtpUrl = "", ALERT_EMAIL_FROM: from = "", ALERT_EMAIL_TO: recipients = "" } = env;
  const to = recipients
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  const missing = [
    ...(smtpUrl === "" ? ["SMTP_URL"] : []),
    ...(from === "" ? ["ALERT_EMAIL_FROM"] : []),
    ...(to.length === 0 ? ["ALERT_EMAIL_TO"] : []),
  ];
  if (missing.length > 0) return notConfigured("email", missing);
  const wrong = [from, ...to].find((address) => !isAddress(address));
  if (wrong !== undefined) return unavailableChannel("email", `"${wrong}" is not an e-mail address`);
  return emailChannel({ smtpUrl, from, to });
}

function notConfigured(name: ChannelName, missing: readonly string[]): Channel {
  return unavailableChannel(name, `not configured: set ${missing.join(", ")}`);
}

/** `a@b` or `Name <a@b>`, on one line; the mail server has the last word. */
function isAddress(text: string): boolean {
  return /^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text);
}
